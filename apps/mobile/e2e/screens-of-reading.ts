import type { Page } from 'playwright-core';
import { refuse } from '../../console/e2e/setup/on-screen.ts';
import { isOlderPage } from './setup/long-talk.ts';
import { hang, type Screen } from './setup/stage.ts';

const isReceipt = (url: URL) => url.pathname.endsWith('/messages/read');
const failOlder = (page: Page) => page.route(isOlderPage, (route) => refuse(route, 503, 'UNAVAILABLE'));

/** Where reading begins, and what is said when older messages do not come. */
export const screensOfReading: readonly Screen[] = [
  {
    name: 'unread',
    who: 'unread',
    path: ({ unread }) => `c/${unread.id}`,
    // Nothing is read, for the next who looks at it.
    before: ({ page }) => hang(page, isReceipt),
    async arrange({ page }) {
      await page.locator('.unread-line').waitFor();
      await page.locator('.to-newest').waitFor();
    },
  },
  {
    name: 'unread-above',
    who: 'unread',
    path: ({ unread }) => `c/${unread.id}`,
    problems: /503/,
    before: ({ page }) => Promise.all([hang(page, isReceipt), failOlder(page)]),
    async arrange({ page }) {
      await page.locator('.unread-line').waitFor();
      await page.locator('.messages').evaluate((list) => list.scrollTo({ top: 0 }));
      await page.locator('.to-newest').waitFor();
    },
  },
  {
    name: 'older-failed',
    who: 'pages',
    path: ({ pages }) => `c/${pages.id}`,
    problems: /503/,
    before: ({ page }) => failOlder(page),
    async arrange({ page }) {
      await page.locator('.quote').waitFor();
      await page.locator('.older-failed').waitFor({ state: 'attached' });
      await page.locator('.messages').evaluate((list) => list.scrollTo({ top: -list.scrollHeight }));
    },
  },
  {
    name: 'jump-failed',
    who: 'pages',
    path: ({ pages }) => `c/${pages.id}`,
    problems: /503/,
    before: ({ page }) => failOlder(page),
    async arrange({ page }) {
      await page.locator('.quote').press('Enter');
      await page.locator('.jump-failure > span').waitFor();
    },
  },
];
