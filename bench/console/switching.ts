import type { Page } from 'playwright-core';
import { watchMainThread } from '../../apps/console/e2e/setup/main-thread.ts';
import { fillOpenConversations } from '../../tests/setup/fill-open-conversations.ts';
import { type BenchDesk, inTime, openList, rest } from './desk.ts';

export interface Switched {
  /** From the click until the messages are painted. */
  byClockMs: number[];
  /** Of the longest frame meanwhile. A switch is drawn in several, so this is not all that it costs. */
  cpuMs: number[];
}

/** Clicks its row, and waits until the conversation is painted: its title comes with the messages that are held. */
async function open(page: Page, place: number): Promise<number> {
  const row = page.locator('.list-row').nth(place);
  const subject = (await row.locator('.list-row-subject').textContent()) ?? '';
  const painted = page.evaluate((text) => window.painted('.conversation-title', text), subject);
  await row.click();
  const at = await inTime(page, painted);
  const clickedAt = await page.evaluate(() => window.clickedAt);
  await page.locator('.message-list .message').first().waitFor();
  return at - clickedAt;
}

async function switchAround(page: Page, count: number, rounds: number): Promise<Switched> {
  const found: Switched = { byClockMs: [], cpuMs: [] };
  for (let turn = 0; turn < count * rounds; turn += 1) found.byClockMs.push(await open(page, turn % count));
  // Apart from the others: a browser that writes a trace is slower.
  for (let turn = 0; turn < count * rounds; turn += 1) {
    const { frames } = await watchMainThread(page, async () => void (await open(page, turn % count)));
    found.cpuMs.push(Math.max(...frames));
  }
  return found;
}

/** Between conversations that were open before. */
export async function measureSwitching(desk: BenchDesk, count: number, rounds: number): Promise<Switched> {
  const page = await openList(desk);
  for (let place = 0; place < count; place += 1) await open(page, place);
  await rest(500);
  const found = await switchAround(page, count, rounds);
  await page.context().close();
  return found;
}

/** Two of 5,000 messages, in each of which a thousand were scrolled to. */
export async function measureLongConversation(desk: BenchDesk): Promise<Switched> {
  await fillOpenConversations({
    databaseUrl: desk.system.databaseUrl,
    conversations: 2,
    messagesEach: 5_000,
    adminId: desk.staff.principal.id,
    tag: 'long',
    newestAt: new Date(Date.now() + 600_000),
  });
  const page = await openList(desk);
  const lines = page.locator('.message-list .message');
  for (const place of [0, 1]) {
    await open(page, place);
    while ((await lines.count()) < 1_000) {
      await page.locator('.message-list').evaluate((list) => list.scrollTo({ top: 0 }));
      await rest(50);
    }
  }
  const found = await switchAround(page, 2, 5);
  await page.context().close();
  return found;
}
