/** What both documents say of themselves; a test holds the version against package.json. */
export const referenceInfo = {
  title: 'Live Chat',
  version: '0.1.0',
  license: { name: 'MIT', identifier: 'MIT' },
} as const;
