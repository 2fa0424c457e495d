import { join } from 'node:path';
import { beforeAll, test } from 'vitest';
import { screens, show } from './screens.ts';
import { createWorld, type World } from './setup/world.ts';

const folder = join(import.meta.dirname, '../../../artifacts/screenshots/mobile');
const chosen = screens.filter(({ name }) => name.includes(process.env.SCREENS ?? ''));
const sizes = { phone: [390, 844], small: [320, 568], sideways: [844, 390], desktop: [1280, 800] } as const;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

test.each(chosen.map((screen) => ({ name: screen.name, screen })))('$name', async ({ name, screen }) => {
  const draw = (page: Awaited<ReturnType<typeof show>>['page'], file: string) =>
    page.screenshot({ path: join(folder, name, `${file}.png`), animations: 'disabled' });
  for (const language of ['en', 'ar'] as const) {
    const { page, desk } = await show(screen, language, world);
    for (const [size, [width, height]] of Object.entries(sizes)) {
      if (language === 'ar' && size !== 'phone') continue;
      await page.setViewportSize({ width, height });
      await draw(page, `${language}-${size}`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    await draw(page, `${language}-phone-dark`);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    if (language === 'en') await draw(page, 'en-phone-large-text');
    await desk.context.close();
  }
});
