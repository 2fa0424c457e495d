import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readAll } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { boxOf, conversationsOf, logOf, pathOf, titleOf } from './setup/on-screen.ts';

async function openSettings(settings: object = {}) {
  const staff = newPerson('admin', 'Ada Staff');
  const made = await conversationsOf(staff, ['Anchor', 'Bridge']);
  const [first] = made;
  if (!first) throw new Error('no conversation');
  const desk = await openDesk(staff, { path: pathOf(first, '?tab=mine'), settings });
  await boxOf(desk.page).waitFor();
  await desk.page.getByRole('link', { name: 'Settings' }).click();
  await desk.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  return { ...desk, staff, first };
}

const keyOf = (page: Page, action: string) => page.getByRole('button', { name: new RegExp(`^${action}: `) });
const backTo = async (page: Page, subject: string) => {
  await page.goBack();
  await titleOf(page).getByText(subject).waitFor();
};

test('a key is changed by pressing another, taken from who had it, and works at once and after a reload', async () => {
  const { page } = await openSettings();
  await keyOf(page, 'Next conversation').click();
  await page.keyboard.press('e');
  await page.getByText('“e” was taken from: Close the conversation').waitFor();
  await keyOf(page, 'Close the conversation').getByText('No key').waitFor();
  await keyOf(page, 'Previous conversation').click();
  await page.keyboard.press('F5');
  await page.getByText('Use one letter, digit or sign.').waitFor();
  await page.keyboard.press('Escape');
  await backTo(page, 'Anchor');
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await titleOf(page).getByText('Bridge').waitFor();
  await page.reload();
  await titleOf(page).getByText('Bridge').waitFor();
  await boxOf(page).waitFor();
  await page.keyboard.press('k');
  await titleOf(page).getByText('Anchor').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('row', { name: 'Next conversation e' }).waitFor();
  await page.getByRole('dialog').getByRole('link', { name: 'Change the keys' }).click();
  await page.getByRole('button', { name: 'All keys as they came' }).click();
  await keyOf(page, 'Next conversation').getByText('j', { exact: true }).waitFor();
});

test('with single keys switched off they do nothing, and Ctrl-K still works', async () => {
  const { page } = await openSettings();
  await page.getByRole('switch', { name: 'Single keys do things' }).press('Space');
  await backTo(page, 'Anchor');
  for (const key of ['j', 'r', 'x', '?']) await page.keyboard.press(key);
  await page.keyboard.press('Control+k');
  const bar = page.getByRole('combobox', { name: 'What do you want to do?' });
  await bar.waitFor();
  await titleOf(page).getByText('Anchor').waitFor();
  expect(await bar.inputValue()).toBe('');
  expect(await page.getByRole('dialog').count()).toBe(1);
});

test('where Enter breaks the line, Ctrl+Enter sends', async () => {
  const { page, staff, first } = await openSettings({ enterSends: true });
  await page.getByRole('switch', { name: 'Enter sends' }).press('Space');
  await backTo(page, 'Anchor');
  await boxOf(page).fill('one');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  expect(await boxOf(page).inputValue()).toBe('one\ntwo');
  await page.keyboard.press('Control+Enter');
  await logOf(page).getByText('one').waitFor();
  await expect.poll(async () => (await readAll(staff, first.id)).map(({ message }) => message)).toContain('one\ntwo');
});

test('colours and language are chosen, kept, and turn the whole page', async () => {
  const { page } = await openSettings();
  const root = () => page.evaluate(() => [document.documentElement.dataset.theme, document.documentElement.dir]);
  await page.getByLabel('Colours', { exact: true }).selectOption('dark');
  await page.getByLabel('Language', { exact: true }).selectOption('ar');
  await expect.poll(root).toEqual(['dark', 'rtl']);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'الإعدادات' }).waitFor();
  await expect.poll(root).toEqual(['dark', 'rtl']);
});

test('a part that is gone because a newer version was delivered brings that one, with what was being written', async () => {
  const staff = newPerson('admin', 'Ada Staff');
  const [first] = await conversationsOf(staff, ['Anchor']);
  if (!first) throw new Error('no conversation');
  const desk = await openDesk(staff, { path: pathOf(first, '?tab=mine') });
  const { page } = desk;
  // Also what the browser says of the part itself, if there is time before the page goes.
  desk.expectProblem(/404|dynamically imported module/);
  await boxOf(page).fill('half a sentence');
  const gone = /command-bar-.*\.js$/;
  await page.route(gone, (route) => route.fulfill({ status: 404 }));
  const reloaded = page.waitForEvent('load');
  await page.keyboard.press('Control+k');
  await reloaded;
  await page.unroute(gone);
  await expect.poll(() => boxOf(page).inputValue()).toBe('half a sentence');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What do you want to do?' }).waitFor();
});
