import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { countCalls, isAwayOn, notesOf } from './setup/alerts.ts';
import { boxOf, expectState, messageOf, openApp, openTab, pathOf, rowOf, write } from './setup/phone.ts';

const unreadOf = (page: Page) => rowOf(page, 'A bill').locator('.row-unread');

test('what counts as unread and what was read are the same in all tabs', async () => {
  const [customer, staff] = [newPerson('user'), newPerson('admin')];
  const conversation = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  const desk = await openApp(customer);
  const { page } = desk;
  const other = await openTab(desk, '');
  for (const tab of [page, other]) await rowOf(tab, 'A bill').waitFor();
  await send(staff, conversation.id, 'By how much?');
  for (const tab of [page, other]) await unreadOf(tab).getByText('1', { exact: true }).waitFor();
  await rowOf(page, 'A bill').click();
  await messageOf(page, 'By how much?').waitFor();
  await unreadOf(other).waitFor({ state: 'detached' });
  await expect.poll(() => other.title()).toBe('Live Chat');

  await rowOf(other, 'A bill').click();
  await write(page, 'By half.');
  for (const tab of [page, other]) await expectState(tab, 'By half.', 'Sent');
  const upToSeq = (await readAll(staff, conversation.id)).length;
  await staff.call('PATCH', `/api/chat/admin/conversations/${conversation.id}/messages/read`, { upToSeq });
  for (const tab of [page, other]) await expectState(tab, 'By half.', 'Read');
});

test('what is begun in one tab goes on in the other, and is gone from both when it is sent', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { message: 'The first' });
  const desk = await openApp(customer, { path: pathOf(conversation) });
  const { page } = desk;
  const other = await openTab(desk, pathOf(conversation));
  await messageOf(other, 'The first').waitFor();
  await boxOf(page).fill('Begun here');
  await expect.poll(() => boxOf(other).inputValue()).toBe('Begun here');
  await write(other, 'Begun here, ended there');
  await expectState(page, 'Begun here, ended there', 'Sent');
  for (const tab of [page, other]) await expect.poll(() => boxOf(tab).inputValue()).toBe('');
  expect((await readAll(customer, conversation.id)).length).toBe(2);
});

test('settings, signing out and signing in hold in all tabs', async () => {
  const desk = await openApp(newPerson('user'), { path: 'settings' });
  const { page, expectProblem } = desk;
  expectProblem(/401/);
  const other = await openTab(desk, '');
  await other.getByText('Ask your first question').waitFor();
  await page.getByLabel('Colours').selectOption('dark');
  await other.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
  await page.getByLabel('Language').selectOption('de');
  await other.getByText('Stellen Sie Ihre erste Frage').waitFor();

  await page.getByRole('button', { name: 'Abmelden' }).click();
  for (const tab of [page, other]) await tab.locator('input[name=username]').waitFor();
  // It did not end by itself, and nobody has to be told that it did.
  expect(await other.getByRole('status').count()).toBe(0);

  await page.locator('input[name=username]').fill('demo');
  await page.locator('input[name=password]').fill('demo');
  await page.locator('button[type=submit]').click();
  for (const tab of [page, other]) await tab.locator('.screen-head').waitFor();
});

test('an answer calls once from all tabs, and not at all while one of them shows it', async () => {
  const [customer, staff] = [newPerson('user'), newPerson('admin', 'Ada Staff')];
  const conversation = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  const desk = await openApp(customer, {
    path: pathOf(conversation),
    permissions: ['notifications'],
    settings: { notifications: true },
    prepare: ({ context }) => countCalls(context),
  });
  const { page } = desk;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const tabs = [page, await openTab(desk, pathOf(conversation)), await openTab(desk, '')];
  for (const tab of tabs.slice(0, 2)) await messageOf(tab, 'It is too high.').waitFor();
  for (const tab of tabs.slice(1)) await isAwayOn(tab, true);
  const shown = async () => (await notesOf(page)).map(({ body }) => body);
  await send(staff, conversation.id, 'By how much?');
  for (const tab of tabs.slice(0, 2)) await messageOf(tab, 'By how much?').waitFor();
  await rowOf(tabs[2] as Page, 'A bill')
    .getByText('By how much?')
    .waitFor();
  // What comes later in the same way is there: what was not shown by then is not coming.
  await isAwayOn(page, true);
  await send(staff, conversation.id, 'Are you there?');
  await expect.poll(shown).toEqual(['Are you there?']);
  const calls = async () => (await Promise.all(tabs.map((tab) => tab.evaluate('calls')))).flat();
  await expect.poll(calls).toEqual(['Are you there?']);

  // Looked at again the note is gone, and what comes while another conversation is looked at calls.
  await isAwayOn(page, false);
  await expect.poll(shown).toEqual([]);
  await page.getByRole('link', { name: 'Back' }).click();
  await send(staff, conversation.id, 'Hello?');
  await expect.poll(shown).toEqual(['Hello?']);
});
