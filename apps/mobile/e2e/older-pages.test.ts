import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { readAll, send } from '../../../tests/setup/conversations.ts';
import { refuse } from '../../console/e2e/setup/on-screen.ts';
import { isInView, isOlderPage, longTalk, swipe, type Talk, topOf } from './setup/long-talk.ts';
import { logOf, messageOf, openApp, pathOf, textsOn } from './setup/phone.ts';

const failed = 'Older messages could not be loaded.';
const lineOf = (page: Page) => page.locator('.older-failed');
const top = (page: Page) => logOf(page).evaluate((list) => list.scrollTo({ top: -list.scrollHeight }));

/** The conversation, whose older pages do not come; `asked` is how often they were asked for. */
async function withoutOlder(talk: Talk) {
  let asked = 0;
  const fail = (route: Route) => {
    asked += 1;
    return refuse(route, 503, 'UNAVAILABLE');
  };
  const desk = await openApp(talk.customer, {
    path: pathOf(talk),
    prepare: ({ page }) => page.route(isOlderPage, fail),
  });
  desk.expectProblem(/503/);
  await messageOf(desk.page, 'Answer').last().waitFor();
  return { ...desk, asked: () => asked, comesBack: () => desk.page.unroute(isOlderPage) };
}

test('older messages that cannot be loaded are asked for a few times, with a word; nothing moves, and they come by the button', async () => {
  const talk = await longTalk(140);
  const { page, asked, comesBack } = await withoutOlder(talk);
  await top(page);
  await lineOf(page).waitFor();
  // Said once to those who hear the screen.
  expect(await page.getByRole('status').filter({ hasText: failed }).count()).toBe(1);
  // The first has its sender's name above it, which goes when it is not the first any more.
  const [, first] = await textsOn(page);
  const before = await topOf(page, first ?? '');
  for (let often = 0; often < 10; often += 1) {
    await swipe(page, -80);
    await swipe(page, 80);
  }
  await top(page);
  expect(Math.abs((await topOf(page, first ?? '')) - before)).toBeLessThanOrEqual(1);
  expect(asked()).toBeLessThanOrEqual(5);
  expect(await isInView(page, first ?? '')).toBe(true);

  await comesBack();
  const retry = lineOf(page).getByRole('button', { name: 'Try again' });
  await retry.press('Enter');
  await expect.poll(() => textsOn(page)).toContain('Answer 50.');
  expect(await lineOf(page).count()).toBe(0);
  expect(Math.abs((await topOf(page, first ?? '')) - before)).toBeLessThanOrEqual(1);
  // The focus was on what is not there any more.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('log');
});

test('they come by themselves when they can be had again', async () => {
  const talk = await longTalk(80);
  const { page, comesBack } = await withoutOlder(talk);
  await top(page);
  await lineOf(page).waitFor();
  await comesBack();
  await expect.poll(() => textsOn(page), { timeout: 30_000 }).toContain('Answer 1.');
  expect(await lineOf(page).count()).toBe(0);
});

/** Two more messages of the customer's: one answers the second of all, the other one of the newest. */
async function withQuotes(count: number): Promise<Talk> {
  const talk = await longTalk(count);
  const messages = await readAll(talk.customer, talk.id);
  const idOf = (text: string) => messages.find(({ message }) => message === text)?.id;
  await send(talk.customer, talk.id, 'To the near one', { replyToId: idOf(`Answer ${count - 15}.`) });
  await send(talk.customer, talk.id, 'To the far one', { replyToId: idOf('Answer 2.') });
  return talk;
}

const quoteIn = (page: Page, text: string) => messageOf(page, text).locator('.quote');

test('a quoted message three pages up is brought into view', async () => {
  const talk = await withQuotes(190);
  const { page } = await openApp(talk.customer, { path: pathOf(talk) });
  await quoteIn(page, 'To the far one').click();
  await expect.poll(() => isInView(page, 'Answer 2.')).toBe(true);
  // It has the focus, so that it is spoken.
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toContain('Answer 2.');
  await page.getByRole('button', { name: 'To the newest' }).click();
  await expect.poll(() => isInView(page, 'To the far one')).toBe(true);
});

test('when its page cannot be loaded it is said, and the place stays', async () => {
  const talk = await withQuotes(190);
  const { page } = await withoutOlder(talk);
  await quoteIn(page, 'To the far one').waitFor();
  const before = await topOf(page, 'To the far one');
  await quoteIn(page, 'To the far one').click();
  await page.getByRole('status').getByText('The message could not be loaded.').waitFor();
  expect(await topOf(page, 'To the far one')).toBe(before);
});

test('a quoted message that is not there is looked for to the first, and it is said', async () => {
  const talk = await withQuotes(60);
  const { page } = await openApp(talk.customer, {
    path: pathOf(talk),
    prepare: ({ page: made }) =>
      made.route('**/messages?*', async (route) => {
        const answer = await route.fetch();
        const body = await answer.json();
        for (const one of body.messages) if (one.replyToId !== null) one.replyToId = 999_999_999;
        await route.fulfill({ response: answer, json: body });
      }),
  });
  await quoteIn(page, 'To the far one').click();
  await page.getByRole('status').getByText('The message was not found.').waitFor();
  expect(await textsOn(page)).toContain('Answer 1.');
});

test('of two jumps the second counts, also when the page of the first comes later', async () => {
  const talk = await withQuotes(100);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { page } = await openApp(talk.customer, {
    path: pathOf(talk),
    prepare: ({ page: made }) =>
      made.route(isOlderPage, async (route) => {
        await held;
        await route.continue();
      }),
  });
  await quoteIn(page, 'To the far one').click();
  await page.getByText('Loading older messages…').waitFor();
  await quoteIn(page, 'To the near one').click();
  await expect.poll(() => isInView(page, 'Answer 85.')).toBe(true);
  const before = await topOf(page, 'Answer 85.');
  letGo();
  await expect.poll(() => textsOn(page)).toContain('Answer 3.');
  expect(await isInView(page, 'Answer 85.')).toBe(true);
  expect(Math.abs((await topOf(page, 'Answer 85.')) - before)).toBeLessThanOrEqual(1);
});
