import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** What browsers load of ours. The client is also part of other people's apps. */
const entries = [
  'apps/*/src/main.tsx',
  'apps/mobile/src/sw.ts',
  'apps/mobile/src/shell/open-shell.ts',
  'apps/mobile/widget/widget.ts',
  'packages/client/src/*.ts',
];

/** Newer than the browsers that docs/embedding.md names, or missing where a page came by http. */
const tooNew = {
  AbortSignal: ['any'],
  Array: ['fromAsync'],
  Error: ['isError'],
  Intl: ['DurationFormat', 'Segmenter'],
  Iterator: ['concat', 'from', 'zip'],
  Map: ['groupBy'],
  Math: ['f16round', 'sumPrecise'],
  Object: ['groupBy'],
  Promise: ['try', 'withResolvers'],
  RegExp: ['escape'],
  Uint8Array: ['fromBase64', 'fromHex'],
  URL: ['canParse', 'parse'],
  crypto: ['randomUUID', 'subtle'],
};
/** Of whatever object. `union` is not among them: zod has one. */
const tooNewMethods = [
  'checkVisibility',
  'difference',
  'getOrInsert',
  'hidePopover',
  'intersection',
  'isDisjointFrom',
  'isSubsetOf',
  'isSupersetOf',
  'moveBefore',
  'requestIdleCallback',
  'setFromBase64',
  'setFromHex',
  'setHTMLUnsafe',
  'showPopover',
  'startViewTransition',
  'symmetricDifference',
  'toBase64',
  'toHex',
  'togglePopover',
  'transferToFixedLength',
];
/** Of what `values()`, `keys()` and `entries()` give. */
const ofIterators = 'drop every filter find flatMap forEach map reduce some take toArray'.split(' ');

const isOwn = (name: string) => name.startsWith('.') || name.startsWith('@livechat/');

function fileOf(name: string, from: string): string {
  if (name.startsWith('.')) return join(dirname(from), name);
  const [, folder, path = ''] = /^@livechat\/([^/]+)\/(.+)$/.exec(name) ?? [];
  return `packages/${folder}/src/${/\.\w+$/.test(path) ? path : `${path}.ts`}`;
}

interface Read {
  imports: string[];
  found: string[];
}

function read(file: string, text: string): Read {
  const { program, module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`cannot read ${file}`);
  const found: string[] = [];
  const note = (name: string, at: number) => found.push(`${file}:${text.slice(0, at).split('\n').length} ${name}`);
  new Visitor({
    MemberExpression({ object, property, start }) {
      if (property.type !== 'Identifier') return;
      const names = object.type === 'Identifier' ? tooNew[object.name as keyof typeof tooNew] : undefined;
      if (names?.includes(property.name)) note(text.slice(object.start, property.end), start);
      if (tooNewMethods.includes(property.name)) note(`.${property.name}`, property.start);
      const isIterator = object.type === 'CallExpression' && object.arguments.length === 0;
      const { callee } = isIterator ? object : {};
      const made = callee?.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name;
      if (made && ['values', 'keys', 'entries'].includes(made) && ofIterators.includes(property.name))
        note(`.${made}().${property.name}`, property.start);
    },
    Literal(node) {
      if ('regex' in node && node.regex.flags.includes('v')) note('a pattern with the flag v', node.start);
    },
  }).visit(program);
  const fixed = module.staticImports.filter(({ entries: all }) => all.length === 0 || all.some((one) => !one.isType));
  const later = module.dynamicImports.map(({ moduleRequest }) =>
    text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
  );
  return { imports: [...fixed.map(({ moduleRequest }) => moduleRequest.value), ...later].filter(isOwn), found };
}

test('what browsers load of ours asks for nothing that the oldest of them lack', () => {
  const first = globSync(entries, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const files = new Set(first);
  const found: string[] = [];
  // A set may grow while it is gone through.
  for (const file of files) {
    if (!/\.tsx?$/.test(file)) continue;
    const { imports, found: here } = read(file, readFileSync(resolve(root, file), 'utf8'));
    found.push(...here);
    for (const name of imports) files.add(fileOf(name, file));
  }
  expect(files.size).toBeGreaterThan(200);
  expect(found).toEqual([]);
});

test.each([
  "const address = URL.parse('a');",
  'const both = AbortSignal.any([one, other]);',
  'if (box?.checkVisibility()) box.focus();',
  'const all = held.values().map((one) => one.id);',
  'const id = crypto.randomUUID();',
  'const letters = /[\\p{L}--[a-z]]/v;',
])('%s is refused', (text) => {
  expect(read('x.ts', text).found).toHaveLength(1);
});
