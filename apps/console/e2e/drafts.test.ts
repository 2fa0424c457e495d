import { expect, test } from 'vitest';
import { readAll } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { boxOf, conversationsOf, expectFocus, logOf, pathOf, rowOf, titleOf, write } from './setup/on-screen.ts';

/** Numbers that look random and are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test('a draft stays with its conversation: over switching, reloading, and in another tab', async () => {
  const staff = newPerson('admin');
  const [one, other] = await conversationsOf(staff, ['First draft', 'Second draft']);
  if (!one || !other) throw new Error('no conversations');
  const { page, context } = await openDesk(staff, { path: pathOf(one, '?tab=mine') });
  await boxOf(page).fill('for the first\nin two lines');
  await rowOf(page, 'Second draft').click();
  await titleOf(page).getByText('Second draft').waitFor();
  expect(await boxOf(page).inputValue()).toBe('');
  await boxOf(page).fill('for the second');
  await page.goBack();
  await titleOf(page).getByText('First draft').waitFor();
  expect(await boxOf(page).inputValue()).toBe('for the first\nin two lines');
  await page.reload();
  await titleOf(page).getByText('First draft').waitFor();
  expect(await boxOf(page).inputValue()).toBe('for the first\nin two lines');
  const tab = await context.newPage();
  await tab.goto(pathOf(other));
  await expect.poll(() => boxOf(tab).inputValue()).toBe('for the second');
});

test("a draft outlives signing out, and is not another person's on the same device", async () => {
  const bert = newPerson('admin', 'Bert Staff');
  const [here] = await conversationsOf(bert, ['Kept while away']);
  if (!here) throw new Error('no conversation');
  const desk = await openDesk(bert, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/401|WebSocket/);
  const signOut = async () => {
    await page.getByRole('button', { name: /language, sign out/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  };
  const signIn = async () => {
    await page.getByLabel('Username').fill('agent');
    await page.getByRole('textbox', { name: 'Password' }).fill('agent');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await titleOf(page).getByText('Kept while away').waitFor();
    await boxOf(page).waitFor();
  };
  await boxOf(page).fill("Bert's alone");
  await signOut();
  await signIn();
  expect(await boxOf(page).inputValue()).toBe('');
  await boxOf(page).fill('of the agent');
  await signOut();
  await signIn();
  expect(await boxOf(page).inputValue()).toBe('of the agent');
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.includes('/draft/')));
  expect(kept.map(([, text]) => text).toSorted()).toEqual(["Bert's alone", 'of the agent']);
});

test('editing a message touches no draft, and leaves nothing of it in a box that is for something else', async () => {
  const staff = newPerson('admin');
  const [one, other] = await conversationsOf(staff, ['Edited here', 'Not here']);
  if (!one || !other) throw new Error('no conversations');
  const { page } = await openDesk(staff, { path: pathOf(one, '?tab=mine') });
  await write(page, 'As I sent it');
  await logOf(page).getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
  await boxOf(page).fill('my draft');
  const choose = async (item: string) => {
    const message = logOf(page).getByRole('article').filter({ hasText: 'As I ' });
    await message.hover();
    await message.getByRole('button', { name: 'More for this message' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  await choose('Edit');
  expect(await boxOf(page).inputValue()).toBe('As I sent it');
  await boxOf(page).fill('As I would rather have sent it');
  await rowOf(page, 'Not here').click();
  await titleOf(page).getByText('Not here').waitFor();
  expect(await boxOf(page).inputValue()).toBe('');
  await rowOf(page, 'Edited here').click();
  await titleOf(page).getByText('Edited here').waitFor();
  expect(await boxOf(page).inputValue()).toBe('my draft');

  // Somebody changes their mind: what was being edited is not sent as a reply.
  await choose('Edit');
  await choose('Reply');
  await page.getByText('Reply to: As I sent it').waitFor();
  expect(await boxOf(page).inputValue()).toBe('my draft');
  await expectFocus(boxOf(page));
  await page.keyboard.type(' goes on');
  expect(await boxOf(page).inputValue()).toBe('my draft goes on');
  // A draft that is a reply is still one on coming back.
  await rowOf(page, 'Not here').click();
  await titleOf(page).getByText('Not here').waitFor();
  expect(await page.getByText('Reply to: As I sent it').count()).toBe(0);
  await rowOf(page, 'Edited here').click();
  await page.getByText('Reply to: As I sent it').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await choose('Edit');
  await boxOf(page).fill('As I meant it');
  await boxOf(page).press('Enter');
  await logOf(page).getByText('As I meant it').waitFor();
  await expect.poll(() => boxOf(page).inputValue()).toBe('my draft goes on');
});

test('in 200 quick switches between two conversations each text arrives where it was written, and nowhere else', async () => {
  const staff = newPerson('admin');
  const made = await conversationsOf(staff, ['Alpha', 'Omega']);
  const { page } = await openDesk(staff, { path: '?tab=mine&sort=oldest' });
  for (const { subject } of made) {
    await rowOf(page, subject).click();
    await logOf(page).getByText('It really is.').waitFor();
  }
  const random = seeded(7);
  const rounds = Array.from({ length: 200 }, (_, round) => ({
    round,
    waitMs: random() < 0.5 ? 250 : Math.floor(random() * 4) * 8,
    sends: random() < 0.3,
  }));
  const { sent, drafts, switches } = await page.evaluate(switchAndWrite, rounds);
  // The others were too quick for the screen.
  expect(switches).toBeGreaterThan(20);
  for (const { id, subject } of made) {
    const stored = async () =>
      (await readAll(staff, id)).filter(({ senderType }) => senderType === 'admin').map(({ message }) => message);
    await expect.poll(async () => (await stored()).length, { timeout: 20_000 }).toBe(sent[subject]?.length);
    expect(await stored()).toEqual(sent[subject]);
    await rowOf(page, subject).click();
    await titleOf(page).getByText(subject).waitFor();
    expect(await boxOf(page).inputValue()).toBe(drafts[subject]);
  }
}, 180_000);

interface Round {
  round: number;
  /** So long the person waits at most until the other one is on the screen: half of the times not long enough. */
  waitMs: number;
  sends: boolean;
}

/** In the page, faster than any fingers: every text names the conversation that was on the screen when it was written. */
async function switchAndWrite(rounds: readonly Round[]) {
  const sent: Record<string, string[]> = { Alpha: [], Omega: [] };
  const drafts: Record<string, string> = { Alpha: '', Omega: '' };
  let [switches, before] = [0, ''];
  const press = (key: string) => {
    const at = document.activeElement ?? document.body;
    at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  for (const { round, waitMs, sends } of rounds) {
    (document.activeElement as HTMLElement | null)?.blur();
    press(document.querySelector('.list-row')?.ariaCurrent === 'page' ? 'j' : 'k');
    const title = () => document.querySelector('.conversation-title h1')?.textContent ?? '';
    const [left, giveUp] = [title(), performance.now() + waitMs];
    while (title() === left && performance.now() < giveUp) await new Promise((resolve) => setTimeout(resolve, 4));
    const shown = title();
    const box = document.querySelector<HTMLTextAreaElement>('.composer textarea:not([aria-hidden])');
    if (!box || !(shown in sent)) continue;
    switches += shown === before ? 0 : 1;
    before = shown;
    const text = `${shown} ${round}`;
    box.focus();
    setValue?.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    drafts[shown] = text;
    if (!sends) continue;
    // As long as the page needs to take the letters in.
    await new Promise((resolve) => setTimeout(resolve));
    if (document.activeElement !== box || box.value !== text) continue;
    press('Enter');
    sent[shown]?.push(text);
    drafts[shown] = '';
  }
  return { sent, drafts, switches };
}
