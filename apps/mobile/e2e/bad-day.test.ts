import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, readAll } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { bannerOf, boxOf, expectState, messageOf, openApp, openTab, pathOf, textsOn, write } from './setup/phone.ts';
import { setOffline } from './setup/slow-down.ts';

const phones = 4;
const kills = 25;

/** Ends the page's process, as a phone that needs the memory does: no code of the page runs any more. */
async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // It is gone before it could answer.
  session.send('Page.crash').catch(() => undefined);
  await page.waitForEvent('crash');
  await page.close();
}

/** So a run that failed can be had again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

async function killAgainAndAgain(phone: number): Promise<void> {
  const random = randomFrom(phone + 1);
  const customer = newPerson('user', 'Carl Customer');
  const conversation = await openConversation(customer, { message: 'The first' });
  const { page, context, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(/Failed to load|WebSocket/);
  let now = page;
  const written = ['The first'];
  for (let turn = 1; turn <= kills; turn += 1) {
    const text = `Before the kill ${turn}`;
    await boxOf(now).fill(text);
    await boxOf(now).press('Control+Enter');
    // Shown is kept: from here on it must not be lost.
    await now.getByRole('article').filter({ hasText: text }).waitFor();
    written.push(text);
    await now.waitForTimeout(random() * 120);
    await kill(now);
    now = await openTab({ context }, pathOf(conversation));
    await boxOf(now).waitFor();
  }
  const stored = async () => (await readAll(customer, conversation.id)).map(({ message }) => message);
  // By the limit of messages in a minute some wait.
  await expect.poll(stored, { timeout: 180_000 }).toEqual(written);
  const isShown = async () => {
    const shown = await textsOn(now);
    return shown.length > 1 && shown.join('\n') === written.slice(-shown.length).join('\n');
  };
  await expect.poll(isShown).toBe(true);
}

/** A minute without a network, in which ten messages are written. */
async function throughATunnel(): Promise<void> {
  const customer = newPerson('user', 'Carl Customer');
  const conversation = await openConversation(customer, { message: 'Before the tunnel' });
  const { page, context, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(/ERR_INTERNET_DISCONNECTED|WebSocket|ERR_FAILED/);
  await messageOf(page, 'Before the tunnel').waitFor();
  await setOffline(context, true);
  const began = Date.now();
  const texts = Array.from({ length: 10 }, (_, index) => `From the tunnel, ${index + 1}`);
  for (const text of texts) {
    await write(page, text);
    await expectState(page, text, 'Waiting to be sent');
  }
  await bannerOf(page).getByText('Offline').waitFor();
  await page.waitForTimeout(60_000 - (Date.now() - began));
  expect((await readAll(customer, conversation.id)).length).toBe(1);
  await setOffline(context, false);
  // One after the other, on a slow network, while the other phones have their day.
  await expectState(page, texts[9] ?? '', 'Sent', 60_000);
  expect((await readAll(customer, conversation.id)).map(({ message }) => message)).toEqual([
    'Before the tunnel',
    ...texts,
  ]);
  expect(await textsOn(page)).toEqual(['Before the tunnel', ...texts]);
  await expect.poll(() => bannerOf(page).textContent()).toBe('');
}

test(`killed at ${phones * kills} random moments of sending and opened again, and a minute without a network: each message is there exactly once`, {
  // Five phones that are four times as slow as this machine share it.
  timeout: 600_000,
}, async () => {
  // Side by side, for most of it is waiting.
  await Promise.all([...Array.from({ length: phones }, (_, phone) => killAgainAndAgain(phone)), throughATunnel()]);
});
