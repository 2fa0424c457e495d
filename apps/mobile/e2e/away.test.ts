import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '@livechat/stack/build-app';
import type { Page } from 'playwright-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from '../../../tests/setup/conversations.ts';
import { startFurther } from '../../../tests/setup/further-instance.ts';
import { newPerson, principalOf } from '../../../tests/setup/people.ts';
import { signedInAs } from '../../console/e2e/setup/launch.ts';
import { isAwayOn, notesOf } from './setup/alerts.ts';
import { boxOf, messageOf, openApp, openPhone, pathOf, rowOf, titleOf } from './setup/phone.ts';

test('what comes while another app is in front is not read; one note for each conversation and a count call the person back', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const conversation = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  const { page } = await openApp(customer, {
    path: pathOf(conversation),
    permissions: ['notifications'],
    settings: { notifications: true },
  });
  await messageOf(page, 'It is too high.').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const unread = async () => (await readConversation(customer, conversation.id)).userUnreadCount;

  await send(staff, conversation.id, 'By how much?');
  await expect.poll(unread).toBe(0);
  expect(await notesOf(page)).toEqual([]);

  await isAwayOn(page, true);
  await send(staff, conversation.id, 'Are you there?');
  await send(staff, conversation.id, 'It is <b>urgent</b>.');
  await messageOf(page, 'urgent').waitFor();
  const [, , , last] = await readAll(customer, conversation.id);
  const note = { title: 'Ada Staff', body: last?.message, tag: `conversation-${conversation.id}` };
  await expect.poll(() => notesOf(page)).toEqual([{ ...note, path: `/${pathOf(conversation)}` }]);
  await expect.poll(() => page.title()).toBe('(2) Live Chat');
  expect(await unread()).toBe(2);

  await isAwayOn(page, false);
  await expect.poll(unread).toBe(0);
  await expect.poll(() => page.title()).toBe('Live Chat');
});

test('signing out leaves nothing on a shared phone: no note, no count on the icon or in the title', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const conversation = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  const { page } = await openApp(customer, {
    permissions: ['notifications'],
    settings: { notifications: true },
    prepare: ({ context }) =>
      context.addInitScript(() => {
        const badges: number[] = [];
        const setAppBadge = async (count: number) => void badges.push(count);
        Object.assign(globalThis, { badges });
        Object.defineProperty(navigator, 'setAppBadge', { value: setAppBadge });
      }),
  });
  await rowOf(page, 'A bill').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // What comes before the app is connected is there when it looks, and calls nobody.
  const called = async () => {
    await send(staff, conversation.id, 'A secret.');
    return (await notesOf(page)).length;
  };
  await expect.poll(called, { interval: 1_000 }).toBe(1);
  await expect.poll(() => page.title()).toMatch(/^\(\d+\) Live Chat$/);
  // Other colours are no reason to forget it.
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await page.title()).toMatch(/^\(\d+\) Live Chat$/);

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Username').waitFor();
  await expect.poll(() => notesOf(page)).toEqual([]);
  expect(await page.title()).toBe('Live Chat');
  expect(await page.evaluate('badges.at(-1)')).toBe(0);
});

/** Looks for a newer version, and says what became of the one that was found. */
const lookForNewer = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const found = registration.installing;
    if (!found) return registration.waiting?.state;
    while (found.state === 'installing') {
      await new Promise((changed) => found.addEventListener('statechange', changed, { once: true }));
    }
    return found.state;
  });

/** A gateway that serves a copy of the app, which can be given another page as when another version is delivered. */
async function serveCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-app-'));
  const built = await buildApp(join(import.meta.dirname, '../../..'), 'mobile', () => {});
  cpSync(built ?? '', folder, { recursive: true });
  const [environment] = inject('system').further.gateway;
  const start = () => startFurther('gateway', { ...environment, MOBILE_DIR: folder });
  let gateway = await start();
  const stop = async () => {
    gateway.kill();
    await gateway.ended;
  };
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  const file = (name: string) => join(folder, name);
  const first = readFileSync(file('index.html'), 'utf8');
  return {
    origin: `http://127.0.0.1:${environment?.PORT}`,
    change: (name: string, how: (text: string) => string) =>
      writeFileSync(file(name), how(readFileSync(file(name), 'utf8'))),
    async deliver(how: (page: string) => string) {
      writeFileSync(file('index.html'), how(first));
      await stop();
      gateway = await start();
    },
  };
}

test('a newer version is taken whole and when the person says so, and what they were writing is still there', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const conversation = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  const copy = await serveCopy();
  const signedIn = { token: customer.token, principal: await principalOf(customer) };
  const { page, expectProblem } = await openPhone({
    baseURL: `${copy.origin}/app/`,
    storageState: signedInAs(copy.origin, signedIn, undefined, 'app'),
    path: pathOf(conversation),
  });
  // While its gateway is started again.
  expectProblem(/WebSocket|Failed to load resource|fetching the script|Failed to update/);
  await titleOf(page).getByText('A bill').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await boxOf(page).fill('Half written');

  copy.change('sw.js', (text) => text.replace(/"revision":"[0-9a-f]+"(?=,"url":"index\.html")/, '"revision":"2"'));
  // Still a page of another version, as servers have it that are not replaced yet: nothing of it is kept.
  await copy.deliver((text) => text.replace(/assets\/first-[\w-]+\.js/, 'assets/first-another.js'));
  expect(await lookForNewer(page)).toBe('redundant');
  await copy.deliver((text) => text.replace('</head>', '<meta name="version" content="2"></head>'));
  expect(await lookForNewer(page)).toBe('installed');

  await page.getByText('A newer version is here.').waitFor();
  await page.reload();
  await page.getByText('A newer version is here.').waitFor();
  const version = page.locator('meta[name=version]');
  expect(await version.count()).toBe(0);
  await page.getByRole('button', { name: 'Use it now' }).click();
  await version.waitFor({ state: 'attached' });
  await expect.poll(() => boxOf(page).inputValue()).toBe('Half written');
  await messageOf(page, 'It is too high.').waitFor();
});
