import { refuse } from '../../console/e2e/setup/on-screen.ts';
import { article, box, goOffline, isList, isMessages, type Screen, type Stage, talk } from './setup/stage.ts';

const refuseFirst = ({ page }: Stage) =>
  page.route(isList, (route) =>
    route.request().method() === 'POST' ? refuse(route, 422, 'MESSAGE_REJECTED') : route.continue(),
  );
const askRefused = async ({ page }: Stage) => {
  await page.locator('.new-conversation input').first().fill('Cheap watches for everybody');
  await page.locator('.new-conversation textarea').fill('Buy now, cheap cheap!');
  await page.locator('.new-conversation button[type=submit]').click();
  await page.locator('.refused').waitFor();
};
const sheetOfFirst = async (stage: Stage) => {
  await article(stage, 'Buy now').locator('.message-more').focus();
  await stage.page.keyboard.press('Enter');
  await stage.page.locator('dialog[open]').waitFor();
};

/** What was written and waits to be sent, or is refused. */
export const screensOfWaiting: readonly Screen[] = [
  {
    name: 'conversation-refused-message',
    path: talk,
    problems: /422/,
    before: ({ page }) =>
      page.route(isMessages, (route) =>
        route.request().method() === 'POST' ? refuse(route, 422, 'MESSAGE_REJECTED') : route.continue(),
      ),
    async arrange(stage) {
      await article(stage, 'With it, in paper.').waitFor();
      await box(stage).fill('Buy now, cheap cheap!');
      await stage.page.locator('.composer button[type=submit]').click();
      await stage.page.locator('.refused').waitFor();
    },
  },
  {
    name: 'conversation-limit',
    path: talk,
    problems: /429/,
    before: ({ page }) =>
      page.route(isMessages, (route) =>
        route.request().method() === 'POST'
          ? refuse(route, 429, 'RATE_LIMITED', { retryAfterMs: 40_000 })
          : route.continue(),
      ),
    async arrange(stage) {
      await article(stage, 'With it, in paper.').waitFor();
      await box(stage).fill('And another thing.');
      await stage.page.locator('.composer button[type=submit]').click();
      await stage.page.locator('.waits').waitFor();
    },
  },
  {
    name: 'conversation-offline',
    path: talk,
    async arrange(stage) {
      await article(stage, 'With it, in paper.').waitFor();
      await goOffline(stage);
      await box(stage).fill('Sent from a tunnel.');
      await stage.page.locator('.composer button[type=submit]').click();
      await article(stage, 'Sent from a tunnel.').waitFor();
      await stage.page.locator('.connection-banner[data-banner=offline]').waitFor();
    },
  },
  {
    name: 'first-message-refused',
    who: 'newcomer',
    path: () => 'new',
    problems: /422/,
    before: refuseFirst,
    async arrange(stage) {
      await askRefused(stage);
      await sheetOfFirst(stage);
    },
  },
  {
    name: 'first-message-edited',
    who: 'newcomer',
    path: () => 'new',
    problems: /422/,
    before: refuseFirst,
    async arrange(stage) {
      await askRefused(stage);
      await sheetOfFirst(stage);
      await stage.page.locator('.sheet-actions button:not([data-kind]):nth-last-child(3)').click();
      await stage.page.locator('.composer-subject').waitFor();
    },
  },
  {
    name: 'first-message-deleted',
    who: 'newcomer',
    path: () => 'new',
    problems: /422/,
    before: refuseFirst,
    async arrange(stage) {
      await askRefused(stage);
      for (const text of ['Is anybody there?', 'Please.']) {
        await box(stage).fill(text);
        await stage.page.locator('.composer button[type=submit]').click();
        await article(stage, text).waitFor();
      }
      await sheetOfFirst(stage);
      await stage.page.locator('.sheet-actions button[data-kind=danger]').click();
      await stage.page.locator('dialog[open] .sheet-actions button:nth-child(3):last-child').waitFor();
    },
  },
  {
    name: 'not-kept',
    path: talk,
    async arrange(stage) {
      await article(stage, 'With it, in paper.').waitFor();
      await stage.page.evaluate(() => {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      });
      await goOffline(stage);
      await box(stage).fill('Kept nowhere.');
      await stage.page.locator('.composer button[type=submit]').click();
      await stage.page.locator('.not-kept:not(:empty)').waitFor();
    },
  },
];
