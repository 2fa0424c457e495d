import type { FrameLocator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from '../../../tests/setup/conversations.ts';
import { newPerson, type Person, signToken } from '../../../tests/setup/people.ts';
import {
  appFrame,
  branch,
  elsewhere,
  framePage,
  gateway,
  heardBy,
  openShop,
  putPage,
  say,
  shop,
} from './setup/host-page.ts';
import { boxOf, expectState, messageOf, openPhone, rowOf, textsOn, titleOf, write } from './setup/phone.ts';

/** What the helpers of a phone find on a page, they find in its frame. */
const inFrame = (page: Page, title = 'Chat') => page.frameLocator(`iframe[title="${title}"]`) as FrameLocator & Page;
const tokenOf = ({ subject, username }: Person, expiresIn: `${number}s`) =>
  signToken({ sub: subject, role: 'user', username, name: 'Carl Customer' }, { expiresIn });

test('a page hands over a token, and the conversation works without a sign-in; the token is kept nowhere', async () => {
  const customer = newPerson('user');
  const staff = newPerson('admin');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  await send(staff, conversation.id, 'By how much?');
  const { page } = await openShop(framePage(branch()), () => customer.token, { at: branch() });
  const app = inFrame(page);
  await rowOf(app, 'A bill').getByText('1 unread message').waitFor();
  await expect.poll(async () => (await heardBy(page)).filter(({ type }) => type === 'unread').at(-1)?.count).toBe(1);
  await rowOf(app, 'A bill').click();
  await messageOf(app, 'By how much?').waitFor();
  await write(app, 'By half.');
  await expectState(app, 'By half.', 'Sent');
  expect((await readAll(customer, conversation.id)).at(-1)?.message).toBe('By half.');
  await expect.poll(async () => (await heardBy(page)).filter(({ type }) => type === 'unread').at(-1)?.count).toBe(0);

  const frame = await appFrame(page);
  expect(frame.url()).toBe(`${gateway()}/app/?host=${encodeURIComponent(branch())}`);
  const kept = await frame.evaluate(async () => {
    const open = indexedDB.open('livechat-app');
    await new Promise((done) => open.addEventListener('success', done));
    const all = open.result.transaction('entries').objectStore('entries').getAll();
    await new Promise((done) => all.addEventListener('success', done));
    return JSON.stringify([all.result, { ...localStorage }, { ...sessionStorage }, document.cookie]);
  });
  expect(kept).not.toContain(customer.token.split('.')[1]);
});

test('a token is renewed by the page: in time, and also after it has ended', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  let isAway = true;
  const first = tokenOf(customer, '4s');
  const { page, asked, expectProblem } = await openShop(framePage(), ({ renew }) => {
    if (!renew) return first;
    if (isAway) throw new Error('The shop cannot be reached');
    return customer.token;
  });
  expectProblem(/401/);
  const app = inFrame(page);
  await rowOf(app, 'A bill').click();
  await titleOf(app).getByText('A bill').waitFor();
  await expect.poll(() => asked.includes(true)).toBe(true);
  const isRefused = async () =>
    (await fetch(`${gateway()}/api/auth/me`, { headers: { authorization: `Bearer ${first}` } })).status;
  await expect.poll(isRefused).toBe(401);
  await write(app, 'Is anybody there?');
  isAway = false;
  await expectState(app, 'Is anybody there?', 'Sent');
  expect((await readAll(customer, conversation.id)).at(-1)?.message).toBe('Is anybody there?');
});

test("nobody else's messages count: of other frames, other windows, the app's own window, or of another form", async () => {
  const customer = newPerson('user');
  const intruder = newPerson('user');
  await openConversation(customer, { subject: 'A bill' });
  await openConversation(intruder, { subject: 'A trap' });
  const message = JSON.stringify({ livechat: 1, type: 'token', token: intruder.token });
  const shout = (target: string) =>
    putPage(`<script nonce="ours">${target}.frames[0].postMessage(${message}, '*'); document.title = 'Done';</script>`);
  const { page, context } = await openShop(framePage(shop(), `<button>Open</button>`), () => customer.token);
  const app = inFrame(page);
  await rowOf(app, 'A bill').waitFor();
  // A frame of another origin, and one of the shop's own, beside it.
  for (const origin of [elsewhere(), shop()]) {
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.title = 'Advertisement';
      frame.src = address;
      document.body.append(frame);
    }, origin + shout('parent'));
    const last = page.frameLocator('iframe >> nth=-1');
    await last.locator('main').waitFor();
  }
  // A window that the shop has opened.
  const [popup] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate((address) => void window.open(address), elsewhere() + shout('opener')),
  ]);
  await expect.poll(() => popup.title()).toBe('Done');
  const frame = await appFrame(page);
  await frame.evaluate((said) => window.postMessage(JSON.parse(said), '*'), message);
  await say(page, { livechat: 2, type: 'token', token: intruder.token });
  await say(page, { type: 'token', token: { toString: 'no' } });
  await page.evaluate((said) => {
    const chat = document.querySelector('iframe');
    chat?.contentWindow?.postMessage(said, '*');
  }, message);
  // What comes after all of them is heard.
  await say(page, { type: 'theme', theme: 'dark' });
  await expect.poll(() => frame.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await rowOf(app, 'A bill').waitFor();
  expect(await rowOf(app, 'A trap').count()).toBe(0);
});

test.each([
  ['of its own site', branch],
  ['of another site, in whose frames nothing may be kept', shop],
])(
  'when a page %s names another person, the app shows theirs alone; what the first has not sent waits for them',
  async (_, origin) => {
    const first = newPerson('user');
    const second = newPerson('user');
    const conversation = await openConversation(first, { subject: 'A bill' });
    await openConversation(second, { subject: 'A parcel' });
    let person: Person | undefined = first;
    const { page, context, expectProblem } = await openShop(framePage(origin()), () => person?.token ?? null, {
      at: origin(),
    });
    expectProblem(/ERR_FAILED|WebSocket/);
    const app = inFrame(page);
    await rowOf(app, 'A bill').click();
    await boxOf(app).waitFor();
    await context.route(`${gateway()}/api/**/messages`, (route) => route.abort());
    await write(app, 'A secret of the first.');
    await messageOf(app, 'A secret of the first.').waitFor();

    person = second;
    await say(page, { type: 'token', token: second.token });
    await rowOf(app, 'A parcel').waitFor();
    await context.unroute(`${gateway()}/api/**/messages`);
    expect(await app.getByText(/A bill|A secret/).count()).toBe(0);
    await rowOf(app, 'A parcel').click();
    await write(app, 'Where is it?');
    await expectState(app, 'Where is it?', 'Sent');
    expect(await textsOn(app)).toEqual(['It really is.', 'Where is it?']);
    expect((await readAll(first, conversation.id)).map(({ message }) => message)).toEqual(['It really is.']);

    person = undefined;
    await say(page, { type: 'no-token' });
    await app.getByText('You are signed out.').waitFor();
    expect(await app.getByText(/A bill|A parcel/).count()).toBe(0);
    await say(page, { type: 'person', sub: first.subject });
    person = first;
    await expect
      .poll(async () => (await readAll(first, conversation.id)).at(-1)?.message, { timeout: 30_000 })
      .toBe('A secret of the first.');
  },
);

test("what a person has not sent yet is there before there is a token, and is nobody else's", async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  let isAway = false;
  const give = () => {
    if (isAway) throw new Error('The shop cannot be reached');
    return customer.token;
  };
  const { page, context, expectProblem } = await openShop(framePage(branch()), give, { at: branch() });
  expectProblem(/ERR_FAILED/);
  const app = inFrame(page);
  await rowOf(app, 'A bill').click();
  await boxOf(app).waitFor();
  await context.route(`${gateway()}/api/**/messages`, (route) => route.abort());
  await write(app, 'Not sent yet.');
  await messageOf(app, 'Not sent yet.').waitFor();
  isAway = true;
  await page.reload();
  await expect.poll(async () => (await heardBy(page)).length).toBeGreaterThan(1);
  await say(page, { type: 'person', sub: newPerson('user').subject });
  await app.getByRole('link', { name: 'New conversation' }).waitFor();
  await say(page, { type: 'person', sub: customer.subject });
  await say(page, { type: 'open', conversation: conversation.id });
  await messageOf(app, 'Not sent yet.').waitFor();
  await context.unroute(`${gateway()}/api/**/messages`);
  isAway = false;
  await expectState(app, 'Not sent yet.', 'Sent');
});

test('a frame opens without a network too, for whom the page names, and sends when there is one', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  let isAway = false;
  const give = () => {
    if (isAway) throw new Error('There is no network');
    return customer.token;
  };
  const { page, context, expectProblem } = await openShop(framePage(branch()), give, { at: branch() });
  expectProblem(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  await rowOf(inFrame(page), 'A bill').waitFor();
  await (await appFrame(page)).evaluate(async () => void (await navigator.serviceWorker.ready));
  isAway = true;
  await context.setOffline(true);
  await page.evaluate('heard.length = 0; chat.src = chat.src');
  await expect.poll(async () => (await heardBy(page)).map(({ type }) => type)).toContain('need-token');
  await say(page, { type: 'person', sub: customer.subject });
  await say(page, { type: 'open', conversation: conversation.id });
  await write(inFrame(page), 'Written without a network.');
  await expectState(inFrame(page), 'Written without a network.', 'Waiting to be sent');
  isAway = false;
  await context.setOffline(false);
  await expectState(inFrame(page), 'Written without a network.', 'Sent');
});

test('in a frame that the page does not show nothing is read; it opens what the page asks for', async () => {
  const customer = newPerson('user');
  const staff = newPerson('admin');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  const { page } = await openShop(framePage(), () => customer.token);
  const app = inFrame(page);
  await rowOf(app, 'A bill').waitFor();
  await say(page, { type: 'shown', shown: false });
  await say(page, { type: 'open', conversation: conversation.id });
  await messageOf(app, 'It really is.').waitFor();
  // What was received is said no sooner than what was read: by the second time the first would have been.
  const statuses = async () => (await readAll(staff, conversation.id)).slice(1).map(({ status }) => status);
  await send(staff, conversation.id, 'By how much?');
  await expect.poll(statuses).toEqual(['delivered']);
  await send(staff, conversation.id, 'Are you there?');
  await expect.poll(statuses).toEqual(['delivered', 'delivered']);
  const unread = async () => (await readConversation(customer, conversation.id)).userUnreadCount;
  expect(await unread()).toBe(2);
  await say(page, { type: 'shown', shown: true });
  await expect.poll(unread).toBe(0);
  // What lies on the screen is closed first, as everywhere on a phone.
  await app.getByRole('button', { name: 'About this conversation' }).click();
  await app.getByRole('dialog').waitFor();
  await say(page, { type: 'back' });
  await app.getByRole('dialog').waitFor({ state: 'detached' });
  await messageOf(app, 'It really is.').waitFor();
  await say(page, { type: 'open', conversation: 'new' });
  await titleOf(app).getByText('New conversation').waitFor();
  await say(page, { type: 'back' });
  await rowOf(app, 'A bill').waitFor();
  await say(page, { type: 'language', language: 'ar' });
  await expect.poll(() => app.locator('html').getAttribute('dir')).toBe('rtl');
  await say(page, { type: 'back' });
  await expect.poll(async () => (await heardBy(page)).at(-1)?.type).toBe('close');
});

test('a page that never answers is asked a few times, and people are told', async () => {
  const { page } = await openShop(framePage(), () => {
    throw new Error('The shop cannot be reached');
  });
  const app = inFrame(page);
  await app.getByText('The page around the chat does not answer.').waitFor();
  expect((await heardBy(page)).filter(({ type }) => type === 'need-token')).toHaveLength(4);
  const customer = newPerson('user');
  await openConversation(customer, { subject: 'A bill' });
  await say(page, { type: 'token', token: customer.token });
  await rowOf(app, 'A bill').waitFor();
});

test('in a web view the application is heard through the page, and told through its channel', async () => {
  const customer = newPerson('user');
  await openConversation(customer, { subject: 'A bill' });
  const { page } = await openPhone({
    path: '?host=native&close=1',
    prepare: async ({ page: made }) => {
      await made.addInitScript(() => {
        const told: string[] = [];
        Object.assign(window, { told, LiveChatAndroid: { postMessage: (json: string) => told.push(json) } });
      });
    },
  });
  const told = async () => (await page.evaluate<string[]>('told')).map((json) => JSON.parse(json));
  await expect.poll(told).toEqual([
    { livechat: 1, type: 'ready' },
    { livechat: 1, type: 'need-token', renew: false },
  ]);
  const tell = (message: object) =>
    page.evaluate((said) => window.postMessage(said, location.origin), { livechat: 1, ...message });
  await tell({ type: 'token', token: customer.token });
  await rowOf(page, 'A bill').waitFor();
  await page.getByRole('button', { name: 'Close the chat' }).click();
  await expect.poll(async () => (await told()).at(-1)).toEqual({ livechat: 1, type: 'close' });
  await tell({ type: 'no-token' });
  await page.getByText('You are signed out.').waitFor();
});
