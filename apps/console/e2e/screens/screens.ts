import { type Desk, openBrowser, openDesk } from '../setup/browser.ts';
import { conversationScreens } from './conversation-screens.ts';
import { everywhereScreens } from './everywhere-screens.ts';
import { listScreens } from './list-screens.ts';
import type { Screen, Stage } from './screen.ts';
import { type TestLanguage, wordsOf } from './words.ts';
import type { World } from './world.ts';

/** All that people may see of the console. A feature adds a file with its own, and its name here. */
const all: readonly Screen[] = [...listScreens, ...conversationScreens, ...everywhereScreens];

/** While one is worked on: those with this in their names. */
export const screens = all.filter(({ name }) => name.includes(process.env.SCREENS ?? ''));

const locales: Record<TestLanguage, string> = { en: 'en-GB', ar: 'ar' };

/** A browser of its own that shows this, 1440 pixels wide and in light colours. */
export async function show(screen: Screen, language: TestLanguage, world: World): Promise<Stage> {
  const words = wordsOf(language);
  const stageOf = (desk: Desk): Stage => ({ desk, page: desk.page, world, words });
  const options = {
    locale: locales[language],
    colorScheme: 'light' as const,
    path: screen.path?.(world) ?? '',
    prepare: async (desk: Desk) => {
      if (screen.problems) desk.expectProblem(screen.problems);
      await screen.before?.(stageOf(desk));
    },
  };
  const stage = stageOf(await (screen.signedOut ? openBrowser(options) : openDesk(world.ada, options)));
  await stage.page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
  await screen.arrange(stage);
  return stage;
}

/** As if the person had chosen these colours in the system. */
export async function paint({ page }: Stage, colours: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' });
  await page.locator(`html[data-theme=${colours}]`).waitFor({ state: 'attached' });
}
