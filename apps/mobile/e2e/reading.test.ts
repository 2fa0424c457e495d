import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readAll, send } from '../../../tests/setup/conversations.ts';
import { refuse } from '../../console/e2e/setup/on-screen.ts';
import { isAwayOn } from './setup/alerts.ts';
import { appFrame, framePage, openShop, say } from './setup/host-page.ts';
import { isInView, longTalk, swipe, type Talk, topOf } from './setup/long-talk.ts';
import { expectState, logOf, messageOf, openApp, pathOf, rowOf, textsOn, write } from './setup/phone.ts';
import { setOffline } from './setup/slow-down.ts';

const offline = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|WebSocket|ERR_FAILED/;
const dividerOf = (page: Page) => logOf(page).getByText('New', { exact: true });
/** What stands below the divider. */
const firstNew = (page: Page) =>
  dividerOf(page).evaluate((line) => line.parentElement?.querySelector('.message-text')?.textContent);

/** Opens the conversation on a phone that has it from before, and has no network when it is opened. */
async function openedBefore(talk: Talk, came: () => Promise<unknown>) {
  const desk = await openApp(talk.customer, { path: pathOf(talk) });
  desk.expectProblem(offline);
  await messageOf(desk.page, 'Answer').last().waitFor();
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect
    .poll(() =>
      desk.page.evaluate(async () => (await (await caches.open((await caches.keys())[0] ?? '')).keys()).length),
    )
    .toBeGreaterThan(5);
  // A page that is left writes what it holds.
  await isAwayOn(desk.page, true);
  await expect.poll(() => keptIn(desk.page)).toBeGreaterThan(0);
  await desk.page.close();
  await came();
  await setOffline(desk.context, true);
  const page = await desk.context.newPage();
  await page.goto(pathOf(talk));
  await messageOf(page, 'Answer').last().waitFor();
  return { ...desk, page };
}

/** How many messages the device keeps. */
const keptIn = (page: Page) =>
  page.evaluate(async () => {
    const open = indexedDB.open('livechat-app');
    await new Promise((done) => open.addEventListener('success', done));
    const all = open.result.transaction('entries').objectStore('entries').getAll();
    await new Promise((done) => all.addEventListener('success', done));
    open.result.close();
    return all.result.reduce((sum: number, { held }) => sum + (held?.length ?? 0), 0);
  });

test('with more unread than a page one begins at the first of them, and only what was in view is read', async () => {
  const talk = await longTalk(5);
  await talk.answer(120);
  const { page } = await openApp(talk.customer);
  await rowOf(page, 'A bill').getByText('120 unread messages').waitFor();
  await rowOf(page, 'A bill').click();
  await dividerOf(page).waitFor();
  await expect.poll(() => firstNew(page)).toBe('Answer 6.');
  await expect.poll(() => isInView(page, 'Answer 6.')).toBe(true);
  await expect.poll(talk.unread).toBeLessThan(120);
  const left = await talk.unread();
  expect(left).toBeGreaterThan(95);
  await page.getByRole('button', { name: `${left} new messages` }).waitFor();

  // Reading goes on from there.
  await swipe(page, -300);
  await expect.poll(talk.unread).toBeLessThan(left);
  expect(await talk.unread()).toBeGreaterThan(80);
  await page.getByRole('button', { name: /new messages$/ }).click();
  await expect.poll(talk.unread).toBe(0);
});

test('what came since the app was last open is new, also when the app shows first what it had kept', async () => {
  const talk = await longTalk(30);
  const { page, context } = await openedBefore(talk, () => talk.answer(60));
  expect(await dividerOf(page).count()).toBe(0);
  await setOffline(context, false);
  await dividerOf(page).waitFor();
  expect(await firstNew(page)).toBe('Answer 31.');
  await expect.poll(() => isInView(page, 'Answer 31.')).toBe(true);
  await expect.poll(talk.unread).toBeLessThan(60);
  expect(await talk.unread()).toBeGreaterThan(35);
});

test('who scrolls before the app has caught up stays where they are, and nothing is read of what is below', async () => {
  const talk = await longTalk(60);
  const { page, context } = await openedBefore(talk, () => talk.answer(20));
  await swipe(page, 600);
  await expect.poll(() => isInView(page, 'Answer 60.')).toBe(false);
  await page
    .getByRole('button', { name: 'To the newest' })
    .waitFor({ state: 'attached' })
    .catch(() => undefined);
  const text = await logOf(page).evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    return [...list.querySelectorAll('article')]
      .find((one) => one.getBoundingClientRect().top > top + 50)
      ?.querySelector('.message-text')?.textContent;
  });
  const before = await topOf(page, text ?? '');
  await setOffline(context, false);
  await dividerOf(page).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: '20 new messages' }).waitFor();
  // The list begins lower when its heading has a second line.
  expect(Math.abs((await topOf(page, text ?? '')) - before)).toBeLessThanOrEqual(20);
  expect(await firstNew(page)).toBe('Answer 61.');
  expect(await talk.unread()).toBe(20);
  for (let left = 20; (await talk.unread()) === 20 && left > 0; left -= 1) await swipe(page, -300);
  await expect.poll(talk.unread).toBeLessThan(20);
  expect(await talk.unread()).toBeGreaterThan(0);
});

test('who comes back finds a divider before the first that came meanwhile, and reads on from there', async () => {
  const talk = await longTalk(20);
  const { page } = await openApp(talk.customer, { path: pathOf(talk) });
  await messageOf(page, 'Answer 20.').waitFor();
  expect(await dividerOf(page).count()).toBe(0);
  await isAwayOn(page, true);
  await talk.answer(30);
  await messageOf(page, 'Answer 50.').waitFor({ state: 'attached' });
  expect(await talk.unread()).toBe(30);
  await isAwayOn(page, false);
  await expect.poll(() => firstNew(page)).toBe('Answer 21.');
  await expect.poll(() => isInView(page, 'Answer 21.')).toBe(true);
  await expect.poll(talk.unread).toBeLessThan(30);
  expect(await talk.unread()).toBeGreaterThan(5);
  await page.getByRole('button', { name: /new messages$/ }).click();
  await expect.poll(talk.unread).toBe(0);

  // Once more: the divider goes with what is new.
  await isAwayOn(page, true);
  await talk.answer(2);
  await messageOf(page, 'Answer 52.').waitFor({ state: 'attached' });
  await isAwayOn(page, false);
  await expect.poll(() => firstNew(page)).toBe('Answer 51.');
  await expect.poll(talk.unread).toBe(0);
});

/** Support's next two messages are received: had something been read before the first, it would be known by then. */
async function afterTwoMore(talk: Talk, ...texts: [string, string]): Promise<void> {
  for (const text of texts) {
    await send(talk.staff, talk.id, text);
    const isReceived = async () =>
      (await readAll(talk.customer, talk.id)).find(({ message }) => message === text)?.status !== 'sent';
    await expect.poll(isReceived).toBe(true);
  }
}

test('a message of which only an edge is in view is not read', async () => {
  const talk = await longTalk(40);
  const { page } = await openApp(talk.customer, { path: pathOf(talk) });
  await messageOf(page, 'Answer 40.').waitFor();
  await logOf(page).evaluate((list) => list.scrollTo({ top: -500 }));
  await send(talk.staff, talk.id, 'Do you see this? '.repeat(12));
  await messageOf(page, 'Do you see this?').waitFor({ state: 'attached' });
  // Its first line is in view, the others are below.
  await logOf(page).evaluate((list) => {
    const line = [...list.querySelectorAll('article')].at(-1);
    list.scrollBy({ top: (line?.getBoundingClientRect().top ?? 0) + 40 - list.getBoundingClientRect().bottom });
  });
  await afterTwoMore(talk, 'One.', 'Two.');
  expect(await talk.unread()).toBe(3);
  await logOf(page).evaluate((list) => list.scrollBy({ top: 200 }));
  await expect.poll(talk.unread).toBeLessThan(3);
});

test('in a frame of which the page shows a part only the messages in that part are read', async () => {
  const talk = await longTalk(3);
  const { page } = await openShop(framePage(), () => talk.customer.token);
  const frame = await appFrame(page);
  const app = frame as unknown as Page;
  const shownPx = (height: number) =>
    page.locator('section').evaluate((section, px) => {
      section.style.overflow = 'hidden';
      section.style.height = `${px}px`;
    }, height);
  await shownPx(340);
  await say(page, { type: 'open', conversation: talk.id });
  await messageOf(app, 'Answer 3.').waitFor();
  await talk.answer(12);
  await messageOf(app, 'Answer 15.').waitFor();
  await afterTwoMore(talk, 'One.', 'Two.');
  const left = await talk.unread();
  expect(left).toBeGreaterThan(0);
  await shownPx(640);
  await expect.poll(talk.unread).toBe(0);
});

const isMessages = (url: URL) => /\/conversations\/\d+\/messages$/.test(url.pathname);
const isAtEnd = (page: Page) => logOf(page).evaluate((list) => -list.scrollTop < 80);

test('many answers that come above an own message that was not sent are begun at the first, and heard', async () => {
  const talk = await longTalk(10);
  const { page, context, expectProblem } = await openApp(talk.customer, { path: pathOf(talk) });
  expectProblem(/422/);
  expectProblem(offline);
  await messageOf(page, 'Answer 10.').waitFor();
  await page.route(isMessages, (route) =>
    route.request().method() === 'POST' ? refuse(route, 422, 'MESSAGE_REJECTED') : route.continue(),
  );
  await write(page, 'Buy now!');
  await messageOf(page, 'Buy now!').getByRole('alert').waitFor();
  await setOffline(context, true);
  await talk.answer(30);
  await setOffline(context, false);
  await messageOf(page, 'Answer 40.').waitFor({ state: 'attached' });
  await page.locator('[aria-live=polite]').getByText('Answer 40.').waitFor({ state: 'attached' });
  await expect.poll(() => isInView(page, 'Answer 11.')).toBe(true);
  await expect.poll(talk.unread).toBeLessThan(30);
  expect(await talk.unread()).toBeGreaterThan(10);
});

test('who reads above stays there when what they wrote is stored', async () => {
  const talk = await longTalk(40);
  const { page, expectProblem } = await openApp(talk.customer, { path: pathOf(talk) });
  expectProblem(/422/);
  await messageOf(page, 'Answer 40.').waitFor();
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route(isMessages, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    if (route.request().postData()?.includes('Buy now!')) return refuse(route, 422, 'MESSAGE_REJECTED');
    await held;
    return route.continue();
  });
  await write(page, 'Buy now!');
  await messageOf(page, 'Buy now!').getByRole('alert').waitFor();
  await swipe(page, 500);
  // What one sends from here is shown.
  await write(page, 'It is about my bicycle.');
  await expect.poll(() => isAtEnd(page)).toBe(true);
  await swipe(page, 500);
  expect(await isAtEnd(page)).toBe(false);
  release();
  await expectState(page, 'It is about my bicycle.', 'Sent');
  await expect.poll(() => textsOn(page).then((texts) => texts.at(-1))).toBe('Buy now!');
  expect(await isAtEnd(page)).toBe(false);
});

test('who comes to the end by a key is led back to what they have not seen', async () => {
  const talk = await longTalk(5);
  await talk.answer(40);
  const { page } = await openApp(talk.customer, { path: pathOf(talk) });
  await expect.poll(talk.unread).toBeLessThan(40);
  await logOf(page).evaluate((list) => list.scrollTo({ top: 0, behavior: 'instant' }));
  await page.locator('.to-newest .tabler-icon-arrow-up').waitFor();
  await afterTwoMore(talk, 'One.', 'Two.');
  const left = await talk.unread();
  expect(left).toBeGreaterThan(20);
  expect(await isInView(page, 'Two.')).toBe(true);
  await page.getByRole('button', { name: `${left} new messages` }).click();
  await expect.poll(() => isInView(page, `Answer ${48 - left}.`)).toBe(true);
});

test('what was read is not new when one comes back to it before the store has heard', async () => {
  const talk = await longTalk(5);
  await talk.answer(3);
  const { page, expectProblem } = await openApp(talk.customer);
  expectProblem(/503/);
  await page.route(/\/messages\/read$/, (route) => refuse(route, 503, 'UNAVAILABLE'));
  await rowOf(page, 'A bill').click();
  await dividerOf(page).waitFor();
  await expect.poll(() => isInView(page, 'Answer 8.')).toBe(true);
  await page.waitForRequest(/\/messages\/read$/);
  await page.getByRole('link', { name: 'Back' }).click();
  await rowOf(page, 'A bill').click();
  await messageOf(page, 'Answer 8.').waitFor();
  expect(await dividerOf(page).count()).toBe(0);
});

test('messages that do not come are told of, and can be asked for again', async () => {
  const talk = await longTalk(3);
  let isDown = true;
  const { page } = await openApp(talk.customer, {
    path: pathOf(talk),
    async prepare(desk) {
      desk.expectProblem(/503/);
      await desk.page.route(isMessages, (route) => (isDown ? refuse(route, 503, 'UNAVAILABLE') : route.continue()));
    },
  });
  await page.getByRole('status').getByText('The service is busy. Try again in a moment.').waitFor();
  isDown = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await messageOf(page, 'Answer 3.').waitFor();
  // The button has gone, and the focus is where one reads on.
  await expect.poll(() => logOf(page).evaluate((list) => document.activeElement === list)).toBe(true);
});
