import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { query } from '../../../tests/setup/database.ts';
import { closeConversations, fillOpenConversations } from '../../../tests/setup/fill-open-conversations.ts';
import { newPerson, principalOf, signToken } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { watchMainThread } from './setup/main-thread.ts';

const conversations = 10_000;
const rowPx = 92;
const longestFrameMs = 50;
const maxHeapBytes = 200 * 2 ** 20;

const staff = newPerson('admin');
/** Newest activity first, as they are to be seen. */
let ids: number[] = [];

beforeAll(async () => {
  const { id } = await principalOf(staff);
  ids = await fillOpenConversations({
    databaseUrl: inject('system').databaseUrl,
    conversations,
    messagesEach: 3,
    adminId: id,
    tag: staff.username,
    newestAt: new Date(Date.now() - 3_600_000),
  });
});
afterAll(() => closeConversations(inject('system').databaseUrl, ids));

interface Shown {
  top: number;
  left: number;
  total: number;
  rows: { place: number; id: number }[];
}

const look = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const list = document.querySelector('.list-scroller');
    if (!list) throw new Error('there is no list');
    const rows = [...list.querySelectorAll('li')].map((row) => ({
      place: Number(row.ariaPosInSet) - 1,
      id: Number(row.dataset.id),
    }));
    const { scrollTop, scrollHeight, clientHeight } = list;
    return { top: scrollTop, left: scrollHeight - clientHeight - scrollTop, total: scrollHeight, rows };
  });

/** Turns the wheel so often, and waits for each frame as a person's eyes do. */
async function wheel(page: Page, by: number, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await page.mouse.wheel(0, by);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/**
 * The longest frame of a stretch that is scrolled, in CPU time of the page (main-thread.ts). What is too long is scrolled once
 * more: a frame that the page itself makes long is long each time, one that a neighbour's caches made long is not.
 */
async function longestFrame(page: Page, by: number, times: number): Promise<number> {
  let longest = Number.POSITIVE_INFINITY;
  for (let tries = 0; longest > longestFrameMs && tries < 3; tries += 1) {
    if (tries > 0) await wheel(page, -by, times);
    const { frames } = await watchMainThread(page, () => wheel(page, by, times));
    longest = Math.min(longest, Math.max(...frames));
  }
  return longest;
}

async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

test('10,000 conversations scroll with no frame over 50 ms and under 200 MB, each shown once and in its place', {
  timeout: 420_000,
}, async () => {
  const { page } = await openDesk(staff, { path: '?tab=mine' });
  let calls = 0;
  page.on('request', (request) => {
    if (/\/admin\/conversations\?/.test(request.url())) calls += 1;
  });
  await page.locator('.list-row').first().waitFor();
  await page.mouse.move(250, 600);

  expect(await longestFrame(page, 300, 40)).toBeLessThan(longestFrameMs);
  const places = new Map<number, number>();
  let mostRows = 0;
  const frames: number[] = [];
  for (;;) {
    frames.push(await longestFrame(page, 4_000, 8));
    const { rows, left, total } = await look(page);
    for (const { place, id } of rows) places.set(place, id);
    mostRows = Math.max(mostRows, rows.length);
    if (left < rowPx && total >= conversations * rowPx) break;
  }
  expect(Math.max(...frames)).toBeLessThan(longestFrameMs);
  expect(mostRows).toBeLessThan(40);
  expect(calls).toBeLessThan((1.2 * conversations) / 50);
  const wrong = [...places].filter(([place, id]) => ids[place] !== id);
  expect(wrong).toEqual([]);
  expect(places.get(conversations - 1)).toBe(ids.at(-1));
  expect(await heapBytes(page)).toBeLessThan(maxHeapBytes);
});

test('what is read far down the list stays in its place when messages come in, and takes few calls', {
  timeout: 120_000,
}, async () => {
  const { page } = await openDesk(staff, { path: '?tab=mine' });
  await page.locator('.list-row').first().waitFor();
  await page.mouse.move(250, 600);
  await expect
    .poll(
      async () => {
        await wheel(page, 4_000, 4);
        return (await look(page)).total;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(1_000 * rowPx);
  await wheel(page, -400, 3);
  // Away from the list, where it may move.
  await page.mouse.move(900, 400);
  const middle = async () => {
    const { top, rows } = await look(page);
    const place = Math.ceil(top / rowPx);
    return { id: rows.find((row) => row.place === place)?.id, offset: place * rowPx - top, place };
  };
  const before = await middle();
  let calls = 0;
  page.on('request', (request) => {
    if (/\/admin\/conversations\?/.test(request.url())) calls += 1;
  });
  // From below what is on the screen to the top of the list: all that stands above moves down by one.
  const moved = ids.slice(3_000, 3_005);
  for (const id of moved) await customerWrites(id);
  await expect.poll(async () => (await middle()).place, { timeout: 20_000 }).toBe(before.place + moved.length);
  const after = await middle();
  expect(after.id).toBe(before.id);
  expect(Math.abs(after.offset - before.offset)).toBeLessThan(2);
  expect(calls).toBeLessThan(25);
});

async function customerWrites(conversationId: number): Promise<void> {
  const [user] = await query<{ subject: string; username: string }>(
    'select subject, username from users where id = (select user_id from chat_conversations where id = $1)',
    [conversationId],
  );
  if (!user) throw new Error('no such customer');
  const token = signToken({ sub: user.subject, role: 'user', username: user.username, name: user.username });
  const response = await fetch(`${inject('system').gateway}/api/chat/conversations/${conversationId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message: `Is anybody there? Number ${conversationId}` }),
  });
  if (response.status !== 201) throw new Error(`refused with ${response.status}`);
}
