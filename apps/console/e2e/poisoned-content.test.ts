import { shownText } from '@livechat/ui/shown-text';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { callApi } from '../../../tests/setup/api.ts';
import { openConversation, send } from '../../../tests/setup/conversations.ts';
import { query } from '../../../tests/setup/database.ts';
import { newPerson, type Person, signToken } from '../../../tests/setup/people.ts';
import { connectSocket, join } from '../../../tests/setup/sockets.ts';
import { openDesk } from './setup/browser.ts';
import { ownPayloads } from './setup/own-payloads.ts';
import { payloadCorpora } from './setup/payload-corpora.ts';
import { poisonedConversation, staffNamed } from './setup/poison.ts';
import { watchPage } from './setup/whole-page.ts';

const own = Object.values(ownPayloads).flat();
const aName = "<img src=x onerror=window.canary='ran'>\u202E";

/** Thousands of texts take their time on a busy machine. */
const patience = { timeout: 60_000 };

/** So high that all that was loaded is drawn. */
const tall = { width: 1440, height: 8_000 };

test('each kind of attack is shown as it was written: names, subjects, texts, quotes, reasons', async () => {
  const { person, id: adminId } = await staffNamed(aName);
  await staffNamed(`${aName} too`);
  const id = await poisonedConversation({ customer: aName, adminId, subject: own.join(' '), texts: own });
  for (const payload of own)
    await poisonedConversation({ customer: payload, adminId, subject: payload, texts: [payload] });
  const desk = await openDesk(person, { viewport: tall, path: '?tab=mine' });
  const { page } = desk;
  const { isWhole } = watchPage(desk);

  const rows = page.locator('.list-row');
  await expect.poll(() => rows.count()).toBe(own.length + 1);
  await isWhole();
  await page.goto(`conversations/${id}?tab=mine`);
  await showsAll(page, own);
  await page.getByRole('heading', { level: 2 }).waitFor();
  await isWhole();
  // Names of the staff are among what can be chosen.
  for (const name of ['Assign', 'Priority']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('menu').waitFor();
    await isWhole();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: /language, sign out/ }).click();
  await page.getByRole('menu').waitFor();
  await isWhole();
});

test('thousands of collected payloads are texts and nothing more', async () => {
  const { person, id: adminId } = await staffNamed(aName);
  const payloads = await payloadCorpora();
  expect(payloads.length).toBeGreaterThan(4_000);
  const texts = chunks(payloads, 12).map((some) => some.join('\n'));
  const conversations: { id: number; texts: string[] }[] = [];
  for (const [index, some] of chunks(texts, 130).entries()) {
    const [customer = '', subject = ''] = [payloads[index * 7], some[0]];
    conversations.push({ id: await poisonedConversation({ customer, adminId, subject, texts: some }), texts: some });
  }
  const desk = await openDesk(person, { viewport: tall, path: '?tab=mine' });
  const { isWhole } = watchPage(desk);
  for (const { id, texts: some } of conversations) {
    await desk.page.locator(`#row-${id}`).click();
    await showsAll(desk.page, some);
    await isWhole();
  }
});

test('an address, a search and a draft do nothing but say what they say', async () => {
  const { person, id: adminId } = await staffNamed('Ada Staff');
  const id = await poisonedConversation({ customer: 'Carl', adminId, subject: 'Drafts', texts: ['Hello'] });
  const desk = await openDesk(person, { path: `conversations/${id}?tab=mine` });
  const { page } = desk;
  const { isWhole } = watchPage(desk);
  const search = page.getByRole('searchbox');
  const box = page.getByRole('textbox', { name: 'Write a message' });
  // Some searches are refused, and say so.
  desk.expectProblem(/400/);
  for (const [payload = ''] of Object.values(ownPayloads)) {
    await box.fill(payload);
    await search.fill(payload);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(payload);
    await isWhole();
  }
  await isWhole();
  await box.fill(own.join('\n').slice(0, 4_000));
  await page.reload();
  await expect.poll(() => box.inputValue()).toContain('window.canary');
  await isWhole();

  // An address with a dot or a slash names a file, which is no page of the console.
  const odd = encodeURIComponent('<img src=x onerror=canary=1>');
  for (const path of [
    `?q=${odd}&tab=${odd}&status=${odd}&priority=${odd}&assignee=${odd}&sort=${odd}&panel=${odd}&${odd}=${odd}`,
    `?q=${encodeURIComponent('{"toString":1}')}&__proto__[canary]=1&constructor.prototype.canary=1#${odd}`,
    `conversations/${odd}`,
    'conversations/javascript:canary=1',
    `nowhere/${odd}?redirect=//canary.example`,
  ]) {
    await page.goto(path);
    await page.getByRole('search').waitFor();
    expect(await page.evaluate(() => 'canary' in {})).toBe(false);
    await isWhole();
  }
});

test("what comes while the page is open is as harmless: a token's names, a message, who is typing, a block", async () => {
  const { person, id: adminId } = await staffNamed(aName);
  const attack = "<img src=x onerror=window.canary='ran'>";
  const customer = named(newPerson('user'), attack);
  const colleague = named(newPerson('admin'), `${attack} colleague`);
  const { id } = await openConversation(customer, { subject: 'Is <b>this</b> shown?' });
  await query('update chat_conversations set admin_id = $2 where id = $1', [id, adminId]);
  const desk = await openDesk(person, { path: `conversations/${id}` });
  const { page } = desk;
  const { isWhole } = watchPage(desk);
  const log = page.getByRole('log');
  await log.getByText('It really is.').waitFor();

  const [theirs, other] = [await connectSocket(customer), await connectSocket(colleague)];
  await join(theirs, id);
  await join(other, id);
  // Names are cleaned of markup on their way in. Only who is there when somebody begins is told of it.
  await page.locator('.others-here').waitFor();
  await expect
    .poll(async () => {
      await theirs.ask('typing-start', { conversationId: id });
      return page.locator('.typing-line').textContent();
    }, patience)
    .toContain('is writing…');
  await isWhole();

  for (const payload of own.slice(0, 40)) await send(customer, id, payload);
  await send(customer, id, 'That was all.');
  await log.getByText('That was all.').waitFor();
  await isWhole();

  await page.getByRole('button', { name: 'Block this customer…' }).click();
  await page.getByRole('dialog').waitFor();
  await isWhole();
  await page.getByRole('textbox', { name: 'Reason' }).fill(attack);
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await page.getByRole('note').getByText(attack).waitFor();
  await isWhole();
});

/** All of these messages are on the screen, each as it was written; older ones are scrolled to. */
async function showsAll(page: Page, texts: readonly string[]): Promise<void> {
  const drawn = page.locator('.message-text');
  await expect
    .poll(async () => {
      await page.getByRole('log').evaluate((list) => list.scrollTo({ top: 0 }));
      return drawn.count();
    }, patience)
    .toBe(texts.length);
  const shown = await drawn.evaluateAll((all) =>
    all.map((one) => ({ text: one.textContent, links: one.querySelectorAll('a').length, class: one.className })),
  );
  const asWritten = shown.filter(({ links, class: name }) => links === 0 && !name.includes('is-removed'));
  expect(asWritten.length).toBeGreaterThan(texts.length / 10);
  const wanted = new Set(texts.map(shownText));
  for (const { text } of asWritten) expect(wanted).toContain(text);
}

/** The same person with a token that calls them so. */
function named(person: Person, name: string): Person {
  const token = signToken({ sub: person.subject, role: person.role, username: name, name });
  return { ...person, token, call: (method, path, body) => callApi(method, path, { token, body }) };
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
