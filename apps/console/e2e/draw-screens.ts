import { join } from 'node:path';
import { beforeAll, test } from 'vitest';
import { paint, screens, show } from './screens/screens.ts';
import type { TestLanguage } from './screens/words.ts';
import { createWorld, type World } from './screens/world.ts';

const folder = join(import.meta.dirname, '../../../artifacts/screenshots/console');

/** As people may have it: a large and a small window, a phone, and 1440 pixels enlarged to twice the size. */
const windows = { 1440: [1440, 900], 1024: [1024, 768], 390: [390, 844], zoomed: [720, 450] } as const;

const worlds = new Map<TestLanguage, World>();
beforeAll(async () => {
  for (const language of ['en', 'ar'] as const) worlds.set(language, await createWorld());
});

test.each(screens.map((screen) => ({ name: screen.name, screen })))('$name', async ({ name, screen }) => {
  for (const [language, world] of worlds) {
    const stage = await show(screen, language, world);
    for (const [window, [width, height]] of Object.entries(windows)) {
      // In the other direction it is laid out as a mirror has it; two of each are enough to see that.
      if (language === 'ar' && window !== '1440' && window !== '390') continue;
      await stage.page.setViewportSize({ width, height });
      for (const colours of ['light', 'dark'] as const) {
        if (language === 'ar' && colours === 'dark') continue;
        await paint(stage, colours);
        await stage.page.screenshot({
          path: join(folder, name, `${language}-${window}-${colours}.png`),
          animations: 'disabled',
        });
      }
    }
    await stage.desk.context.close();
  }
});
