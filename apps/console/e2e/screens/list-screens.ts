import type { Screen } from './screen.ts';

const listCalls = /\/api\/chat\/admin\/conversations\?/;
const mine = () => '?tab=mine&status=any';

export const listScreens: readonly Screen[] = [
  {
    name: 'sign-in',
    signedOut: true,
    arrange: ({ page, words }) => page.getByRole('button', { name: words('signIn.signIn') }).waitFor(),
  },
  {
    name: 'sign-in-failed',
    signedOut: true,
    async arrange({ page, words }) {
      await page.locator('[name=username]').fill('nobody');
      await page.locator('[name=password]').fill('a wrong password');
      await page.getByRole('button', { name: words('signIn.signIn') }).click();
      await page.getByRole('alert').waitFor();
    },
    problems: /401/,
  },
  { name: 'list', path: mine, arrange: ({ page }) => page.locator('.list-row').nth(5).waitFor() },
  {
    name: 'list-empty',
    before: ({ page }) =>
      page.route(listCalls, async (route) => {
        const answer = await (await route.fetch()).json();
        await route.fulfill({ json: { ...answer, conversations: [], hasMore: false } });
      }),
    arrange: ({ page, words }) => page.getByText(words('conversationList.none')).waitFor(),
  },
  {
    name: 'list-nothing-fits',
    path: () => '?tab=mine&q=nothingissolikethis',
    arrange: ({ page, words }) => page.getByText(words('conversationList.noneFits')).waitFor(),
  },
  {
    name: 'list-failed',
    before: ({ page }) => page.route(listCalls, (route) => route.abort()),
    arrange: ({ page }) => page.getByRole('alert').waitFor(),
    problems: /ERR_FAILED/,
  },
  {
    name: 'list-loading',
    before: ({ page }) => page.route(listCalls, () => {}),
    arrange: ({ page }) => page.locator('.list-skeleton').waitFor(),
  },
  {
    name: 'list-selected',
    path: mine,
    async arrange({ page }) {
      await page.getByRole('checkbox').nth(2).focus();
      await page.keyboard.press('Space');
      await page.getByRole('checkbox').nth(4).focus();
      await page.keyboard.press('Space');
      await page.getByRole('toolbar').waitFor();
    },
  },
  {
    name: 'list-selected-menu',
    path: mine,
    async arrange({ page, words }) {
      await page.getByRole('checkbox').nth(2).focus();
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: words('conversationList.setStatus') }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'own-menu',
    path: mine,
    async arrange({ page, words }) {
      await page.getByRole('button', { name: words('settings.me') }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'shortcuts',
    path: mine,
    async arrange({ page }) {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
];
