import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { closeConversations, fillOpenConversations } from '../../../tests/setup/fill-open-conversations.ts';
import { newPerson, principalOf } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { watchMainThread } from './setup/main-thread.ts';

const staff = newPerson('admin');
let ids: number[] = [];

beforeAll(async () => {
  const { id } = await principalOf(staff);
  ids = await fillOpenConversations({
    databaseUrl: inject('system').databaseUrl,
    conversations: 2,
    messagesEach: 5_000,
    adminId: id,
    tag: staff.username,
    newestAt: new Date(Date.now() - 3_600_000),
  });
});
afterAll(() => closeConversations(inject('system').databaseUrl, ids));

const lines = (page: Page) => page.locator('.message-list .message');

async function open(page: Page, place: number): Promise<void> {
  await page.locator(`#row-${ids[place]}`).click();
  await lines(page)
    .getByText(new RegExp(`^Message 5000 of Question ${place + 1} of`))
    .waitFor();
}

/** The numbers of the messages that are drawn, from above. */
const numbers = (page: Page) =>
  lines(page)
    .locator('.message-text')
    .evaluateAll((texts) => texts.map((text) => Number(/^Message (\d+) /.exec(text.textContent ?? '')?.[1])));

test('of 5,000 messages the newest are drawn, older ones without a gap where they are scrolled to, and coming back is quick', {
  timeout: 180_000,
}, async () => {
  const { page } = await openDesk(staff, { path: '?tab=mine' });
  await open(page, 0);
  expect(await lines(page).count()).toBeLessThan(110);
  await expect
    .poll(
      async () => {
        await page.locator('.message-list').evaluate((list) => list.scrollTo({ top: 0 }));
        return lines(page).count();
      },
      { timeout: 90_000 },
    )
    .toBeGreaterThan(600);
  const shown = await numbers(page);
  expect(shown).toEqual(shown.map((_, index) => 5_001 - shown.length + index));

  // What was in view when older ones came above stays in view.
  const top = await page.locator('.message-list').evaluate(({ scrollTop }) => scrollTop);
  expect(top).toBeGreaterThan(0);

  await open(page, 1);
  // Once more if it was too long: see long-list.test.ts.
  let longest = Number.POSITIVE_INFINITY;
  for (let tries = 0; longest >= 50 && tries < 3; tries += 1) {
    const { frames } = await watchMainThread(page, () => open(page, 0));
    longest = Math.min(longest, Math.max(...frames));
    expect(await lines(page).count()).toBeLessThan(110);
    await open(page, 1);
  }
  expect(longest).toBeLessThan(50);
});
