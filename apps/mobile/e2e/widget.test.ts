import axe from 'axe-core';
import type { FrameLocator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, readConversation, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { appFrame, gateway, openShop, putPage } from './setup/host-page.ts';
import { boxOf, expectState, messageOf, rowOf, titleOf, write } from './setup/phone.ts';

const maxBytes = 15 * 1024;
const tokenLine = `<script nonce="ours">
  (window.LiveChat ??= {}).token = async ({ renew }) => giveToken({ renew });
</script>`;
const scriptLine = (attributes = '') => `<script src="${gateway()}/app/widget.js" ${attributes} async></script>`;
/** The two lines, in the order in which most pages will have them. */
const widgetPage = (attributes = '', language = 'en') => putPage(scriptLine(attributes) + tokenLine, { language });

const launcherOf = (page: Page) => page.locator('livechat-widget .launcher');
const panelOf = (page: Page) => page.getByRole('dialog');
const appOf = (page: Page) => page.frameLocator('livechat-widget iframe') as FrameLocator & Page;
const isFocused = (page: Page) =>
  launcherOf(page).evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button);

test('closed it is one small script, and loads and keeps nothing; opened it brings the app', async () => {
  const requests: string[] = [];
  const customer = newPerson('user');
  await openConversation(customer, { subject: 'A bill' });
  const { page, asked } = await openShop(widgetPage(), () => customer.token, {
    prepare: async ({ context }) =>
      void context.on('request', (request) => {
        if (request.url().startsWith(gateway())) requests.push(request.url().replace(gateway(), ''));
      }),
  });
  await launcherOf(page).waitFor();
  await page.waitForLoadState('networkidle');
  expect(requests).toEqual(['/app/widget.js']);
  expect([asked, await page.locator('iframe').count()]).toEqual([[], 0]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  for (const encoding of ['br', 'gzip']) {
    const answer = await fetch(`${gateway()}/app/widget.js`, { headers: { 'accept-encoding': encoding } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(maxBytes);
  }
  await launcherOf(page).click();
  await rowOf(appOf(page), 'A bill').waitFor();
  expect(asked).not.toEqual([]);
});

test('it opens and closes by keyboard, says so, and gives the focus back', async () => {
  const { page } = await openShop(widgetPage(), () => newPerson('user').token);
  const launcher = page.getByRole('button', { name: 'Chat with support' });
  expect(await launcher.getAttribute('aria-expanded')).toBe('false');
  for (const close of ['Escape', 'button', 'launcher', 'page'] as const) {
    await launcher.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Chat with support' }).waitFor();
    expect(await launcher.getAttribute('aria-expanded')).toBe('true');
    await appOf(page).getByText('Ask your first question').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('livechat-widget');
    await expect
      .poll(async () => (await appFrame(page, 'Chat with support')).evaluate(() => document.hasFocus()))
      .toBe(true);
    if (close === 'Escape') await page.keyboard.press('Escape');
    if (close === 'button') await appOf(page).getByRole('button', { name: 'Close the chat' }).click();
    if (close === 'launcher') await launcher.click();
    if (close === 'page') await page.evaluate('LiveChat.close()');
    await panelOf(page).waitFor({ state: 'hidden' });
    expect(await launcher.getAttribute('aria-expanded')).toBe('false');
    expect(await isFocused(page)).toBe(true);
  }
  // Opened by the page: back to where one was.
  await page.getByRole('link', { name: 'Cart' }).focus();
  await page.evaluate('LiveChat.open("new")');
  await titleOf(appOf(page)).getByText('New conversation').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Cart');
});

test('closed again it still hears: the count is on the button, in its name and told to the page; nothing counts as read', async () => {
  const customer = newPerson('user');
  const staff = newPerson('admin');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  const { page } = await openShop(putPage(tokenLine + scriptLine()), () => customer.token);
  await launcherOf(page).click();
  await page.evaluate('window.counts = []; LiveChat.on("unread", (count) => counts.push(count))');
  const app = appOf(page);
  await rowOf(app, 'A bill').click();
  await write(app, 'Is anybody there?');
  await expectState(app, 'Is anybody there?', 'Sent');
  await app.getByRole('button', { name: 'Close the chat' }).click();
  await panelOf(page).waitFor({ state: 'hidden' });
  await send(staff, conversation.id, 'I am.');
  await page.getByRole('button', { name: 'Chat with support, 1 unread' }).waitFor();
  expect(await page.locator('livechat-widget .unread').textContent()).toBe('1');
  await send(staff, conversation.id, 'What is it about?');
  await page.getByRole('button', { name: 'Chat with support, 2 unread' }).waitFor();
  expect((await readConversation(customer, conversation.id)).userUnreadCount).toBe(2);
  await page.getByRole('button', { name: 'Chat with support, 2 unread' }).click();
  await messageOf(app, 'What is it about?').waitFor();
  await expect.poll(async () => (await readConversation(customer, conversation.id)).userUnreadCount).toBe(0);
  await page.getByRole('button', { name: 'Chat with support', exact: true }).waitFor();
  await expect.poll(() => page.evaluate('counts.at(-1)')).toBe(0);
  expect(await page.evaluate('counts.slice(0, 2)')).toEqual([1, 2]);
});

test('the token may come after it was opened, and another function is another person', async () => {
  const first = newPerson('user');
  const second = newPerson('user');
  await openConversation(first, { subject: 'A bill' });
  await openConversation(second, { subject: 'A parcel' });
  const { page, expectProblem } = await openShop(putPage(scriptLine()), () => null);
  expectProblem(/WebSocket is closed before/);
  await launcherOf(page).click();
  await appOf(page).getByText('One moment…').waitFor();
  const give = (token: string | null) => page.evaluate(`LiveChat.token = () => ${JSON.stringify(token)}`);
  await give(first.token);
  await rowOf(appOf(page), 'A bill').waitFor();
  await give(second.token);
  await rowOf(appOf(page), 'A parcel').waitFor();
  expect(await rowOf(appOf(page), 'A bill').count()).toBe(0);
  await give(null);
  await appOf(page).getByText('You are signed out.').waitFor();
});

test('from when the page sets another function the person before is gone, also while the new one fails', async () => {
  const first = newPerson('user');
  const second = newPerson('user');
  await openConversation(first, { subject: 'A bill' });
  await openConversation(second, { subject: 'A parcel' });
  const { page, context, expectProblem } = await openShop(widgetPage(), () => first.token);
  expectProblem(/WebSocket is closed before/);
  const app = appOf(page);
  await launcherOf(page).click();
  await rowOf(app, 'A bill').click();
  await boxOf(app).fill('Of the first.');
  // One that never answers, and then one that fails twice.
  await page.evaluate('LiveChat.token = () => new Promise(() => {})');
  await app.getByText('One moment…').waitFor();
  const asFirst: string[] = [];
  context.on('request', (request) => {
    if (request.headers().authorization === `Bearer ${first.token}`) asFirst.push(request.url());
  });
  expect([await boxOf(app).count(), await app.getByText('A bill').count()]).toEqual([0, 0]);
  await page.evaluate((token) => {
    let failures = 2;
    const give = () => {
      failures -= 1;
      if (failures >= 0) throw new Error('The shop cannot be reached');
      return token;
    };
    Object.assign((window as unknown as { LiveChat: object }).LiveChat, { token: give });
  }, second.token);
  await app.getByText('One moment…').waitFor();
  await rowOf(app, 'A parcel').click();
  await write(app, 'Of the second.');
  await expectState(app, 'Of the second.', 'Sent');
  expect(asFirst).toEqual([]);
});

test('without its function the page has nobody any more, and the app says so', async () => {
  const customer = newPerson('user');
  await openConversation(customer, { subject: 'A bill' });
  const { page, expectProblem } = await openShop(widgetPage(), () => customer.token);
  // Somebody may go before their socket is there.
  expectProblem(/WebSocket is closed before/);
  await launcherOf(page).click();
  await rowOf(appOf(page), 'A bill').waitFor();
  for (const nothing of ['null', 'undefined']) {
    await page.evaluate(`LiveChat.token = ${nothing}`);
    await appOf(page).getByText('You are signed out.').waitFor();
    expect(await rowOf(appOf(page), 'A bill').count()).toBe(0);
    await page.evaluate('LiveChat.token = () => giveToken({ renew: false })');
    await rowOf(appOf(page), 'A bill').waitFor();
  }
});

test('a page that has the script twice has one widget', async () => {
  const { page } = await openShop(putPage(scriptLine() + tokenLine + scriptLine()), () => newPerson('user').token);
  await launcherOf(page).first().click();
  await appOf(page).getByText('Ask your first question').waitFor();
  expect([await page.locator('livechat-widget').count(), await page.locator('iframe').count()]).toEqual([1, 1]);
  // Also one that the page brings later.
  await page.evaluate(
    (src) =>
      new Promise((done) => {
        const script = document.createElement('script');
        Object.assign(script, { src, onload: done });
        document.head.append(script);
      }),
    `${gateway()}/app/widget.js`,
  );
  expect(await page.locator('livechat-widget').count()).toBe(1);
});

test('theme, language, position and name are attributes, and may change', async () => {
  const attributes = 'data-theme="dark" data-language="de" data-position="start" data-label="Hilfe"';
  const { page } = await openShop(widgetPage(attributes), () => newPerson('user').token);
  const launcher = page.getByRole('button', { name: 'Hilfe' });
  await launcher.click();
  await page.getByRole('dialog', { name: 'Hilfe' }).waitFor();
  const app = appOf(page);
  const html = app.locator('html');
  await app.getByText('Stellen Sie Ihre erste Frage').waitFor();
  expect(await html.getAttribute('data-theme')).toBe('dark');
  const left = async () => Math.round((await launcher.boundingBox())?.x ?? 0);
  expect(await left()).toBe(20);
  await page.evaluate(() => {
    const script = document.querySelector<HTMLScriptElement>('script[src]');
    Object.assign(script?.dataset ?? {}, { theme: 'light', language: 'ar' });
  });
  await expect.poll(() => html.getAttribute('data-theme')).toBe('light');
  await expect.poll(() => html.getAttribute('dir')).toBe('rtl');
  // The start is on the right there.
  await expect.poll(left).toBe(1440 - 20 - 60);
});

test('it speaks the language of the page, and on a phone covers it', async () => {
  const viewport = { width: 390, height: 844 };
  const { page } = await openShop(widgetPage('', 'ar'), () => newPerson('user').token, { viewport });
  const launcher = page.getByRole('button', { name: 'محادثة الدعم' });
  expect((await launcher.boundingBox())?.x).toBe(20);
  await launcher.click();
  expect(await panelOf(page).boundingBox()).toEqual({ x: 0, y: 0, ...viewport });
  expect(await panelOf(page).getAttribute('aria-modal')).toBe('true');
  // What is below cannot be reached, nor what the page brings meanwhile; afterwards it is as it was.
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('aside'), { textContent: 'Cookies?' }));
  });
  const inert = () =>
    page.evaluate(() =>
      [...document.body.children].filter((one) => (one as HTMLElement).inert).map((one) => one.localName),
    );
  await expect.poll(inert).toEqual(['main', 'script', 'script', 'aside']);
  await page.setViewportSize({ width: 1200, height: 844 });
  await expect.poll(inert).toEqual([]);
  await page.setViewportSize(viewport);
  await expect.poll(inert).toContain('main');
  await appOf(page).getByRole('button', { name: 'إغلاق المحادثة' }).click();
  await panelOf(page).waitFor({ state: 'hidden' });
  expect(await inert()).toEqual([]);
  expect(await isFocused(page)).toBe(true);
});

test('where the app cannot be loaded the panel can be closed, says so, and tries again', async () => {
  const { page, context, expectProblem } = await openShop(widgetPage(), () => newPerson('user').token);
  expectProblem(/ERR_FAILED/);
  await page.clock.install();
  await context.route(`${gateway()}/app/?*`, (route) => route.abort());
  await launcherOf(page).click();
  await panelOf(page).getByText('Loading…').waitFor();
  await page.clock.runFor(20_000);
  await panelOf(page).getByText('The chat cannot be reached.').waitFor();
  await page.keyboard.press('Escape');
  await panelOf(page).waitFor({ state: 'hidden' });
  expect(await isFocused(page)).toBe(true);
  await launcherOf(page).click();
  await context.unroute(`${gateway()}/app/?*`);
  await panelOf(page).getByRole('button', { name: 'Try again' }).click();
  await appOf(page).getByText('Ask your first question').waitFor();
});

test.each([
  ['light', 'en', 1440],
  ['dark', 'en', 390],
  ['light', 'ar', 390],
])('axe finds nothing, closed and open (%s, %s, %i px)', async (theme, language, width) => {
  const attributes = `data-theme="${theme}" data-language="${language}"`;
  const viewport = { width, height: 844 };
  const { page } = await openShop(widgetPage(attributes, language), () => newPerson('user').token, { viewport });
  await launcherOf(page).waitFor();
  expect(await violations(page)).toEqual([]);
  await launcherOf(page).click();
  await appOf(page).getByRole('link').first().waitFor();
  expect(await violations(page)).toEqual([]);
  const title = await panelOf(page).getAttribute('aria-label');
  expect(await violations(await appFrame(page, title ?? ''))).toEqual([]);
});

/** What axe finds in a page, or in a frame of it by itself. */
async function violations(page: Pick<Page, 'evaluate'>): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations: broken } = await inPage.run(document, { preload: false, iframes: false });
    return broken.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  });
}
