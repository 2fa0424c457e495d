import { beforeAll, expect, test } from 'vitest';
import { everything, outOfSight, violations } from '../../console/e2e/setup/axe.ts';
import { screens, show, type TestLanguage } from './screens.ts';
import { createWorld, type World } from './setup/world.ts';

const worlds = new Map<TestLanguage, World>();
beforeAll(async () => {
  for (const language of ['en', 'ar'] as const) worlds.set(language, await createWorld());
});

/** Between them they have every part that has a left and a right; the screenshots are made of all. */
const mirrored = [
  ...['sign-in', 'list', 'new-too-long', 'conversation', 'conversation-refused-message', 'message-sheet'],
  ...['replying', 'counted', 'settings', 'unread', 'older-failed'],
];
const cases = screens.flatMap((screen) =>
  (['en', 'ar'] as const)
    .filter((language) => language === 'en' || mirrored.includes(screen.name))
    .map((language) => ({ name: screen.name, language, screen })),
);

test.each(cases)(
  '$name ($language): axe finds nothing in light and dark, and nothing is out of sight with letters of twice the size',
  async ({ screen, language }) => {
    const world = worlds.get(language);
    if (!world) throw new Error('There is no world');
    const { page } = await show(screen, language, world);
    const found = await violations(page, everything);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    const inDark = { ...everything, runOnly: { type: 'rule' as const, values: ['color-contrast', 'target-size'] } };
    found.push(...(await violations(page, inDark)).map((one) => `dark: ${one}`));
    found.push(...(await page.evaluate(outOfSight)));
    found.push(...(await page.evaluate(tooSmall)).map((one) => `small: ${one}`));
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    found.push(...(await page.evaluate(outOfSight)).map((one) => `large letters: ${one}`));
    await page.setViewportSize({ width: 320, height: 568 });
    found.push(...(await page.evaluate(outOfSight)).map((one) => `large letters, small phone: ${one}`));
    expect(found).toEqual([]);
  },
);

/** Runs in the page: what a thumb misses. Links within a text are as high as its lines. */
function tooSmall(): string[] {
  const smallest = 48;
  return [...document.querySelectorAll('button, a[href], input, select, textarea, label.priority')]
    .filter((one) => one.checkVisibility({ opacityProperty: true }) && !one.closest('.message-text'))
    .flatMap((one) => {
      const { width, height } = (one.closest('label.switch') ?? one).getBoundingClientRect();
      return width < smallest - 0.5 || height < smallest - 0.5
        ? [`${width} x ${height}: ${one.outerHTML.slice(0, 100)}`]
        : [];
    });
}
