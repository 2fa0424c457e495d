import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { adminConversationsPath, readConversation, send } from '../../../tests/setup/conversations.ts';
import { newPerson, type Person, principalOf } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import {
  boxOf,
  conversationsOf,
  expectFocus,
  focusOf,
  listOf,
  logOf,
  pathOf,
  rowOf,
  titleOf,
} from './setup/on-screen.ts';

const subjects = ['Anchor', 'Bridge', 'Candle', 'Dragon'] as const;

/** Four conversations of one's own in the order of their names, the first of them open. */
async function openFour(staff: Person = newPerson('admin', 'Ada Staff')) {
  const made = await conversationsOf(staff, subjects);
  const [first] = made;
  if (!first) throw new Error('no conversation');
  const desk = await openDesk(staff, { path: pathOf(first, '?tab=mine') });
  await rowOf(desk.page, 'Dragon').waitFor();
  await logOf(desk.page).getByText('It really is.').waitFor();
  return { ...desk, staff, made };
}

const shows = (page: Page, subject: string) => titleOf(page).getByText(subject, { exact: true }).waitFor();
const expectSomeFocus = (page: Page) => expect.poll(() => focusOf(page)).not.toBe('body');

test('from the first Tab on: skip link, ways around, filters, list, conversation, details', async () => {
  const { page } = await openFour();
  await page.keyboard.press('Tab');
  await expectFocus(page.getByRole('link', { name: 'Skip to the conversation' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => focusOf(page)).toBe('conversation');
  await page.keyboard.press('Tab');
  await expectFocus(page.getByRole('button', { name: 'Assign', exact: true }));

  await page.reload();
  await rowOf(page, 'Dragon').waitFor();
  await boxOf(page).waitFor();
  // The walk ends at the last control of the details, so these must be there before it begins.
  await page.getByRole('button', { name: 'Block this customer…' }).waitFor();
  const seen: string[] = [];
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    seen.push(await focusOf(page));
    if (seen.at(-1) === 'Block this customer…') break;
  }
  const order = [
    'Skip to the conversation',
    'Conversations',
    'Search conversations',
    'By status',
    'Messages',
    'Write a message',
  ];
  const places = order.map((name) => seen.indexOf(name));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
  expect(seen).not.toContain('body');
});

test('the list goes by arrows and by j and k; a message is written, sent and answered to without a mouse', async () => {
  const { page, staff, made } = await openFour();
  await page.keyboard.press('j');
  await shows(page, 'Bridge');
  await page.keyboard.press('j');
  await shows(page, 'Candle');
  await page.keyboard.press('k');
  await shows(page, 'Bridge');
  await rowOf(page, 'Bridge').focus();
  await page.keyboard.press('ArrowDown');
  await expectFocus(rowOf(page, 'Candle'));
  await page.keyboard.press('ArrowDown');
  await expectFocus(rowOf(page, 'Dragon'));
  await page.keyboard.press('ArrowDown');
  await expectFocus(rowOf(page, 'Dragon'));
  await page.keyboard.press('Enter');
  await shows(page, 'Dragon');
  await logOf(page).getByText('It really is.').waitFor();

  await page.keyboard.press('r');
  await expectFocus(boxOf(page));
  await page.keyboard.type('jkeopax?');
  await shows(page, 'Dragon');
  await page.keyboard.press('Enter');
  await logOf(page).getByText('jkeopax?').waitFor();
  await expectFocus(boxOf(page));

  await page.keyboard.press('Escape');
  await expectSomeFocus(page);
  expect(await boxOf(page).evaluate((box) => box === document.activeElement)).toBe(false);
  await logOf(page).focus();
  await page.keyboard.press('Tab');
  await expectFocus(page.getByRole('button', { name: 'More for this message' }).first());
  await page.keyboard.press('Enter');
  await expectFocus(page.getByRole('menuitem', { name: 'Reply' }));
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expectFocus(page.getByRole('button', { name: 'More for this message' }).first());
  await page.keyboard.press('Enter');
  await expectFocus(page.getByRole('menuitem', { name: 'Reply' }));
  await page.keyboard.press('Enter');
  await page.getByText('Reply to: It really is.').waitFor();
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expectFocus(boxOf(page));
  await page.keyboard.type('About that:');
  await expect.poll(() => boxOf(page).inputValue()).toBe('About that:');
  await page.keyboard.press('Enter');
  await logOf(page).locator('.quote').waitFor();
  await page.getByText('Reply to: It really is.').waitFor({ state: 'detached' });

  // Changed one's mind: Escape takes the reply away, not the text.
  await logOf(page).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Reply' }).press('Enter');
  await expectFocus(boxOf(page));
  await page.keyboard.type('kept');
  await page.keyboard.press('Escape');
  await page.getByText('Reply to: It really is.').waitFor({ state: 'detached' });
  await expect.poll(() => boxOf(page).inputValue()).toBe('kept');
  await expectFocus(boxOf(page));
  expect((await readConversation(staff, made[3]?.id ?? 0)).status).toBe('open');
});

test('keys that are pressed faster than the screen changes mean what they lead to', async () => {
  const { page, staff, made } = await openFour();
  const statuses = () => Promise.all(made.map(async ({ id }) => (await readConversation(staff, id)).status));
  await page.evaluate(() => {
    for (const key of 'jejrhe') dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  });
  await expect.poll(statuses).toEqual(['open', 'closed', 'open', 'open']);
  await expectFocus(boxOf(page));
  await shows(page, 'Candle');
});

test('every single key does its thing', async () => {
  const { page, staff, made } = await openFour();
  const { id: adminId } = await principalOf(staff);
  const [first, second] = made;
  if (!first || !second) throw new Error('no conversations');
  const now = async (id: number) => {
    const { status, adminId: assignee } = await readConversation(staff, id);
    return { status, isMine: assignee === adminId };
  };
  await page.goto(pathOf(first, `?status=any&assignee=${adminId}`));
  await rowOf(page, 'Dragon').waitFor();
  await boxOf(page).waitFor();
  await page.keyboard.press('e');
  await expect.poll(() => now(first.id)).toEqual({ status: 'closed', isMine: true });
  await page.keyboard.press('o');
  await expect.poll(() => now(first.id)).toEqual({ status: 'open', isMine: true });
  await page.keyboard.press('p');
  await expect.poll(() => now(first.id)).toEqual({ status: 'pending', isMine: true });
  await staff.call('PATCH', `${adminConversationsPath}/${first.id}/assignee`, { adminId: null });
  await page.getByText('Not assigned to you').waitFor();
  await page.keyboard.press('a');
  await page.getByText('Not assigned to you').waitFor({ state: 'detached' });
  await expect.poll(() => now(first.id)).toEqual({ status: 'pending', isMine: true });

  for (const [key, name] of [
    ['g', 'Assign to nobody'],
    ['y', 'Urgent'],
  ] as const) {
    await logOf(page).focus();
    await page.keyboard.press(key);
    await page.getByRole('menuitem', { name }).waitFor();
    await page.keyboard.press('e');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expectFocus(logOf(page));
  }
  expect(await now(first.id)).toEqual({ status: 'pending', isMine: true });

  await page.keyboard.press('x');
  await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
  await page.keyboard.press('x');
  await page.getByRole('toolbar').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await expectFocus(page.getByRole('searchbox', { name: 'Search conversations' }));
  await page.keyboard.type('ej');
  await expect.poll(() => page.url()).toContain('q=ej');
  await page.goBack();

  await page.goto(pathOf(first, '?tab=mine&status=pending'));
  await rowOf(page, 'Anchor').waitFor();
  await page.goto(pathOf(second, '?tab=mine'));
  await rowOf(page, 'Dragon').waitFor();
  await boxOf(page).waitFor();
  await page.keyboard.press('E');
  await shows(page, 'Candle');
  await expect.poll(() => now(second.id)).toEqual({ status: 'closed', isMine: true });
  await page.keyboard.press('z');
  await expect.poll(() => now(second.id)).toEqual({ status: 'open', isMine: true });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Undo the last change').waitFor();
});

test('no single key does anything in a field, with AltGr, Ctrl or Meta, or with a dialog open', async () => {
  const { page, staff, made } = await openFour();
  const [first] = made;
  if (!first) throw new Error('no conversation');
  const keys = [...'jkropaEgyxze'];
  const untouched = async () => {
    await shows(page, 'Anchor');
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await page.getByRole('toolbar').count()).toBe(0);
    expect(await readConversation(staff, first.id)).toMatchObject({ status: 'open', priority: 'medium' });
  };
  await page.getByRole('searchbox').focus();
  for (const key of [...keys, '/', '?']) await page.keyboard.press(key);
  expect(await page.getByRole('searchbox').inputValue()).toBe(`${keys.join('')}/?`);
  await page.getByRole('searchbox').fill('');
  await rowOf(page, 'Dragon').waitFor();
  await untouched();
  await page.getByLabel('By priority').focus();
  for (const key of ['j', 'k', 'e', 'x']) await page.keyboard.press(key);
  await untouched();

  await logOf(page).focus();
  for (const key of [...keys, '/', '?']) {
    for (const held of [{ ctrlKey: true, altKey: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      // The one that has a meaning of its own, which opens the command bar.
      if (key === 'k' && !held.altKey) continue;
      await logOf(page).dispatchEvent('keydown', { key, bubbles: true, ...held });
    }
  }
  expect(await page.getByRole('dialog').count()).toBe(0);
  await untouched();

  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.waitFor();
  for (const key of [...keys, '/']) await page.keyboard.press(key);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expectFocus(logOf(page));
  await untouched();
});

test('several are selected by keys, a range with Shift, changed and taken back; the focus is never nowhere', async () => {
  const { page, staff, made } = await openFour();
  const statuses = () => Promise.all(made.map(async ({ id }) => (await readConversation(staff, id)).status));
  await rowOf(page, 'Anchor').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Space');
  await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'Status' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Closed' }).press('Enter');
  await page.getByRole('toolbar').waitFor({ state: 'detached' });
  await expect.poll(statuses).toEqual(['closed', 'closed', 'closed', 'open']);
  await rowOf(page, 'Anchor').waitFor({ state: 'detached' });
  await expectSomeFocus(page);
  await page.keyboard.press('z');
  await expect.poll(statuses).toEqual(['open', 'open', 'open', 'open']);
  await rowOf(page, 'Anchor').waitFor();
});

test('the focus goes on when its row leaves, moves or is closed, and when the conversation around it is another', async () => {
  const { page, staff, made } = await openFour();
  await rowOf(page, 'Bridge').press('Enter');
  await shows(page, 'Bridge');
  await page.keyboard.press('e');
  await rowOf(page, 'Bridge').waitFor({ state: 'detached' });
  await expectFocus(rowOf(page, 'Candle'));
  // The next is the one after what was closed, not the first.
  await page.keyboard.press('j');
  await shows(page, 'Candle');
  await page.keyboard.press('k');
  await shows(page, 'Anchor');

  await rowOf(page, 'Dragon').focus();
  await send(newPerson('admin'), made[3]?.id ?? 0, 'from a colleague');
  await expect.poll(() => listOf(page).getByRole('link').first().textContent()).toContain('Dragon');
  await expectFocus(rowOf(page, 'Dragon'));

  await logOf(page).focus();
  await page.keyboard.press('E');
  await rowOf(page, 'Anchor').waitFor({ state: 'detached' });
  await expectSomeFocus(page);
  await page.keyboard.press('E');
  await expect.poll(() => listOf(page).getByRole('link').count()).toBe(1);
  await expectSomeFocus(page);
  await page.keyboard.press('E');
  await page.getByText('Nothing fits these filters.').waitFor();
  await expectSomeFocus(page);
  for (const { id } of made) await expect.poll(async () => (await readConversation(staff, id)).status).toBe('closed');
});
