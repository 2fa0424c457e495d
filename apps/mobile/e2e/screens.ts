import { newPerson, type Person } from '../../../tests/setup/people.ts';
import { connectSocket, join } from '../../../tests/setup/sockets.ts';
import type { Desk } from '../../console/e2e/setup/browser.ts';
import { refuse } from '../../console/e2e/setup/on-screen.ts';
import { screensOfReading } from './screens-of-reading.ts';
import { screensOfWaiting } from './screens-of-waiting.ts';
import { openApp, openPhone } from './setup/phone.ts';
import { article, box, hang, isList, isMessages, type Screen, type Stage, talk } from './setup/stage.ts';
import type { World } from './setup/world.ts';

export const screens: readonly Screen[] = [
  { name: 'sign-in', who: 'nobody', arrange: ({ page }) => page.locator('input[name=username]').waitFor() },
  {
    name: 'sign-in-refused',
    who: 'nobody',
    problems: /401/,
    async arrange({ page }) {
      await page.locator('input[name=username]').fill('nobody');
      await page.locator('input[name=password]').fill('wrong');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'list-empty', who: 'newcomer', arrange: ({ page }) => page.locator('.state-title').waitFor() },
  { name: 'list', arrange: ({ page }) => page.locator('.row').nth(2).waitFor() },
  {
    name: 'list-loading',
    who: 'newcomer',
    before: ({ page }) => hang(page, isList),
    arrange: ({ page }) => page.locator('.rows-skeleton').waitFor({ state: 'attached' }),
  },
  {
    name: 'list-failed',
    who: 'newcomer',
    problems: /503/,
    before: ({ page }) => page.route(isList, (route) => refuse(route, 503, 'UNAVAILABLE')),
    arrange: ({ page }) => page.locator('.state-of-screen button').waitFor(),
  },
  {
    name: 'list-unsent',
    who: 'newcomer',
    path: () => 'new',
    problems: /ERR_|Failed/,
    async arrange({ page }) {
      await page.route(isList, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
      await page.locator('.new-conversation input').first().fill('Written in a tunnel');
      await page.locator('.new-conversation textarea').fill('It is dark in here.');
      await page.locator('.new-conversation button[type=submit]').click();
      await page.locator('.screen-head a').click();
      await page.locator('.row-last svg').first().waitFor();
    },
  },
  {
    name: 'new',
    path: () => 'new',
    arrange: ({ page }) => page.locator('.new-conversation .button + .field-hint').waitFor(),
  },
  {
    name: 'new-too-long',
    path: () => 'new',
    async arrange({ page }) {
      await page.locator('.new-conversation input').first().fill('x'.repeat(300));
      await page.locator('.new-conversation textarea').fill('long '.repeat(1_001));
      await page.locator('#message-hint[data-kind=danger]').waitFor();
    },
  },
  {
    name: 'new-none-left',
    path: () => 'new',
    before: ({ page }) =>
      page.route('**/api/chat/me', async (route) => {
        const answer = await route.fetch();
        const body = await answer.json();
        await route.fulfill({ response: answer, json: { ...body, remaining: { conversations: 0, messages: 3 } } });
      }),
    arrange: ({ page }) => page.locator('.note[data-kind=warning]').waitFor(),
  },
  { name: 'conversation', path: talk, arrange: (stage) => article(stage, 'With it, in paper.').waitFor() },
  {
    name: 'conversation-loading',
    path: talk,
    before: ({ page }) => hang(page, isMessages),
    arrange: ({ page }) => page.locator('.message-skeleton').waitFor({ state: 'attached' }),
  },
  {
    name: 'conversation-long-words',
    path: ({ long }) => `c/${long}`,
    arrange: (stage) => article(stage, 'لا بأس').waitFor(),
  },
  {
    name: 'conversation-closed',
    path: ({ closed }) => `c/${closed}`,
    arrange: ({ page }) => page.locator('.closed-note').waitFor(),
  },
  {
    name: 'conversation-not-here',
    path: () => 'c/999999999',
    problems: /404/,
    arrange: ({ page }) => page.locator('.state-title').waitFor(),
  },
  {
    name: 'message-sheet',
    path: talk,
    async arrange(stage) {
      await article(stage, 'Thank you!').locator('.message-more').focus();
      await stage.page.keyboard.press('Enter');
      await stage.page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'conversation-sheet',
    path: talk,
    async arrange(stage) {
      await stage.page.locator('.screen-head button').click();
      await stage.page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'replying',
    path: talk,
    async arrange(stage) {
      await article(stage, 'With it, in paper.').locator('.message-more').focus();
      await stage.page.keyboard.press('Enter');
      await stage.page.locator('.sheet-actions button').first().click();
      await box(stage).fill(`Line\n`.repeat(9));
      await stage.page.locator('.composer-strip').waitFor();
    },
  },
  {
    name: 'counted',
    path: talk,
    async arrange(stage) {
      await article(stage, 'With it, in paper.').waitFor();
      await box(stage).fill('long '.repeat(1_001));
      await stage.page.locator('.composer-note[data-kind=danger]').waitFor();
    },
  },
  {
    name: 'typing',
    path: talk,
    async arrange(stage) {
      await article(stage, 'With it, in paper.').waitFor();
      const socket = await connectSocket(stage.world.staff);
      await join(socket, stage.world.talk);
      const note = stage.page.locator('.screen-note').filter({ hasText: 'Ada Lovelace' });
      // The app may not be in the conversation yet: who types goes on doing so.
      while (!(await note.isVisible())) {
        await socket.ask('typing-start', { conversationId: stage.world.talk });
        await stage.page.waitForTimeout(200);
      }
    },
  },
  ...screensOfReading,
  ...screensOfWaiting,
  { name: 'settings', path: () => 'settings', arrange: ({ page }) => page.locator('.settings').waitFor() },
];

const locales = { en: 'en-GB', ar: 'ar' } as const;
export type TestLanguage = keyof typeof locales;

function personOf({ who }: Screen, world: World): Person {
  if (who === 'pages' || who === 'unread') return world[who].customer;
  return who === 'newcomer' ? newPerson('user', 'Nora New') : world.customer;
}

/** A phone of its own that shows this, in light colours. */
export async function show(screen: Screen, language: TestLanguage, world: World): Promise<Stage> {
  const stageOf = (desk: Desk): Stage => ({ desk, page: desk.page, world });
  const options = {
    locale: locales[language],
    colorScheme: 'light' as const,
    isFast: true,
    path: screen.path?.(world) ?? '',
    prepare: async (desk: Desk) => {
      if (screen.problems) desk.expectProblem(screen.problems);
      await screen.before?.(stageOf(desk));
    },
  };
  const person = personOf(screen, world);
  const stage = stageOf(await (screen.who === 'nobody' ? openPhone(options) : openApp(person, options)));
  await stage.page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
  await screen.arrange(stage);
  return stage;
}
