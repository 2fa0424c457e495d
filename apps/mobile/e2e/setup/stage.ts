import type { Page } from 'playwright-core';
import type { Desk } from '../../../console/e2e/setup/browser.ts';
import type { World } from './world.ts';

export interface Stage {
  desk: Desk;
  page: Page;
  world: World;
}

/** A state of the app that people may see: checked by the tests, and drawn by `npm run screenshots`. */
export interface Screen {
  name: string;
  who?: 'newcomer' | 'nobody' | 'pages' | 'unread';
  path?: (world: World) => string;
  before?: (stage: Stage) => Promise<unknown>;
  arrange: (stage: Stage) => Promise<unknown>;
  problems?: RegExp;
}

export const talk = (world: World) => `c/${world.talk}`;
export const box = ({ page }: Stage) => page.locator('.composer textarea');
export const article = ({ page }: Stage, text: string) => page.getByRole('article').filter({ hasText: text }).first();
export const isMessages = (url: URL) => /\/conversations\/\d+\/messages$/.test(url.pathname);
export const isList = (url: URL) => url.pathname.endsWith('/api/chat/conversations');
export const goOffline = async ({ desk, page }: Stage) => {
  desk.expectProblem(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await desk.context.setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
};
/** What is asked of the services stays without an answer, as on a train. */
export const hang = (page: Page, matches: (url: URL) => boolean) =>
  page.route(matches, () => new Promise(() => undefined));
