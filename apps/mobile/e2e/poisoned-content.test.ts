import { textParts } from '@livechat/ui/text-parts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { query } from '../../../tests/setup/database.ts';
import { newPerson, principalOf } from '../../../tests/setup/people.ts';
import { ownPayloads } from '../../console/e2e/setup/own-payloads.ts';
import { payloadCorpora } from '../../console/e2e/setup/payload-corpora.ts';
import { poisonedConversation, staffNamed } from '../../console/e2e/setup/poison.ts';
import { watchPage } from '../../console/e2e/setup/whole-page.ts';
import { logOf, openApp } from './setup/phone.ts';

const own = Object.values(ownPayloads).flat();
const aName = "<img src=x onerror=window.canary='ran'>\u202E";
const tall = { viewport: { width: 390, height: 2_000 }, isMobile: false };
const patience = { timeout: 30_000 };

/** A customer with one conversation of these texts, past cleaning and moderation. */
async function customerOf(subject: string, texts: readonly string[]) {
  const customer = newPerson('user');
  const { id: userId } = await principalOf(customer);
  const { id: adminId } = await staffNamed(aName);
  const id = await poisonedConversation({ customer: aName, adminId, subject, texts });
  await query('update chat_conversations set user_id = $2, user_unread_count = last_seq / 2 where id = $1', [
    id,
    userId,
  ]);
  await query(`update chat_messages set sender_id = $2 where conversation_id = $1 and sender_type = 'user'`, [
    id,
    userId,
  ]);
  return { customer, id };
}

/** An address is shown as where it leads. */
const asShown = (text: string) =>
  textParts(text)
    .map((part) => part.text)
    .join('');

/** Scrolls through all that there is: what was shown on the way, and whether the page was whole each time. */
async function showsAll(page: Page, texts: readonly string[], isWhole: () => Promise<void>): Promise<void> {
  const list = logOf(page);
  await list.getByRole('article').first().waitFor();
  const seen = new Set<string>();
  const look = async () => {
    for (const text of await list.locator('.message-text:not(.is-removed)').allTextContents()) seen.add(text);
    await isWhole();
  };
  // What moderation took away is not shown.
  const wanted = texts.filter((_, index) => (index + 1) % 8 !== 0).map(asShown);
  const missing = async () => {
    for (let top = 0, end = false; !end; top += 1_200) {
      end = await list.evaluate(async (one, to) => {
        // From the newest upwards.
        one.scrollTo({ top: -to });
        for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        return one.clientHeight - one.scrollTop >= one.scrollHeight - 1;
      }, top);
      await look();
    }
    return wanted.filter((text) => !seen.has(text));
  };
  await expect.poll(missing, patience).toEqual([]);
}

test('each kind of attack is shown as it was written: names, subjects, texts, quotes', async () => {
  const { customer, id } = await customerOf(own.join(' '), own);
  const desk = await openApp(customer, tall);
  const { isWhole } = watchPage(desk, '/app/');
  await desk.page.locator('.row').waitFor();
  await isWhole();
  await desk.page.locator('.row').click();
  await expect.poll(() => desk.page.evaluate(() => location.pathname)).toBe(`/app/c/${id}`);
  await showsAll(desk.page, own, isWhole);
  await desk.page.locator('.message-more').last().focus();
  await desk.page.keyboard.press('Enter');
  await desk.page.getByRole('dialog').waitFor();
  await isWhole();
});

test('thousands of collected payloads are texts and nothing more', { timeout: 240_000 }, async () => {
  const payloads = await payloadCorpora();
  expect(payloads.length).toBeGreaterThan(4_000);
  const texts = chunks(payloads, 12).map((some) => some.join('\n'));
  for (const some of chunks(texts, 49)) {
    const { customer, id } = await customerOf(some[0] ?? '', some);
    const desk = await openApp(customer, { ...tall, path: `c/${id}` });
    const { isWhole } = watchPage(desk, '/app/');
    await showsAll(desk.page, some, isWhole);
    await desk.context.close();
  }
});

test('what is typed is a text: subject, message, draft, reply', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const desk = await openApp(customer, { path: 'new' });
  const { page } = desk;
  const { isWhole } = watchPage(desk, '/app/');
  await page.getByRole('textbox', { name: 'What is it about?' }).fill(aName);
  await page.getByRole('textbox', { name: 'Your message' }).fill(`${aName} https://example.org/"onmouseover=canary=1`);
  await isWhole();
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'What is it about?' }).inputValue()).toBe(aName);
  await isWhole();
});

function chunks<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
