import type axe from 'axe-core';
import { beforeAll, expect, test } from 'vitest';
import { paint, screens, show } from './screens/screens.ts';
import type { TestLanguage } from './screens/words.ts';
import { createWorld, type World } from './screens/world.ts';
import { everything, outOfSight, violations } from './setup/axe.ts';

const languages: readonly TestLanguage[] = ['en', 'ar'];
/** Between them they have every part that has a left and a right; the screenshots are made of all. */
const mirrored = [
  ...['sign-in', 'list', 'list-selected', 'conversation', 'message-menu', 'context-changed', 'long-names', 'panel'],
  ...['block-dialog', 'undo-notice', 'command-bar', 'settings'],
];
const cases = screens.flatMap((screen) =>
  languages
    .filter((language) => language === 'en' || mirrored.includes(screen.name))
    .map((language) => ({ name: screen.name, language, screen })),
);
/** Large, small, 1440x900 at 200 %, and a phone. */
const sizes = [
  [1440, 900],
  [1024, 768],
  [720, 450],
  [390, 844],
] as const;
const worlds = new Map<TestLanguage, World>();

beforeAll(async () => {
  for (const language of languages) worlds.set(language, await createWorld());
});

test.each(cases)(
  '$name ($language): axe finds nothing, wide and narrow, light and dark, and nothing is wider than the page',
  async ({ screen, language }) => {
    const world = worlds.get(language);
    if (!world) throw new Error('There is no world');
    const stage = await show(screen, language, world);
    const { page } = stage;
    const all: string[] = [];
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      const found = await page.evaluate(outOfSight);
      // Only what is laid out anew is another page; another language or theme changes words or colours of the same one.
      if (width === 1440 || (width === 390 && language === 'en')) found.push(...(await violations(page, everything)));
      if (language === 'en' && (width === 1440 || width === 390)) {
        await paint(stage, 'dark');
        found.push(...(await violations(page, colours)).map((one) => `dark: ${one}`));
        await paint(stage, 'light');
      }
      all.push(...found.map((one) => `${width} px: ${one}`));
    }
    expect(all).toEqual([]);
  },
);

const colours: axe.RunOptions = { ...everything, runOnly: { type: 'rule', values: ['color-contrast'] } };
