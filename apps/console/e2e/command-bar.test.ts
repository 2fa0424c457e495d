import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readConversation } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { boxOf, conversationsOf, expectFocus, pathOf, titleOf } from './setup/on-screen.ts';

const bar = (page: Page) => page.getByRole('combobox', { name: 'What do you want to do?' });
const chosen = (page: Page) =>
  bar(page).evaluate((box) => document.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.textContent);

async function openTwo() {
  const staff = newPerson('admin', 'Ada Staff');
  const [first, second] = await conversationsOf(staff, ['Anchor', 'Bridge']);
  if (!first || !second) throw new Error('no conversations');
  const desk = await openDesk(staff, { path: pathOf(first, '?tab=mine') });
  await boxOf(desk.page).waitFor();
  return { ...desk, staff, first, second };
}

test('Ctrl-K opens it from anywhere; a few letters and Enter do what they find, and the focus goes back', async () => {
  const { page, staff, first } = await openTwo();
  await boxOf(page).fill('half a sentence');
  await page.keyboard.press('Control+k');
  await expectFocus(bar(page));
  await expect.poll(() => chosen(page)).toContain('Write a message');
  await page.keyboard.type('urg');
  await expect.poll(() => chosen(page)).toBe('Priority: Urgent');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await readConversation(staff, first.id)).priority).toBe('urgent');
  await expectFocus(boxOf(page));
  expect(await boxOf(page).inputValue()).toBe('half a sentence');
});

test('what can be done with the open conversation comes first; arrows go through all, round the ends', async () => {
  const { page } = await openTwo();
  await page.getByRole('button', { name: 'Commands (Ctrl K)' }).click();
  await bar(page).waitFor();
  const sections = await page.getByRole('listbox', { name: 'Commands' }).getByRole('group').all();
  const names = await Promise.all(sections.map((section) => section.locator('.command-section').textContent()));
  expect(names).toEqual(['This conversation', 'List', 'Go to', 'Settings']);
  const first = await chosen(page);
  await page.keyboard.press('ArrowUp');
  expect(await chosen(page)).toBe('Sign out');
  await page.keyboard.press('ArrowDown');
  expect(await chosen(page)).toBe(first);
  await page.keyboard.type('no such thing at all');
  await page.getByText('Nothing fits.').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await bar(page).waitFor({ state: 'detached' });
  await expectFocus(page.getByRole('button', { name: 'Commands (Ctrl K)' }));
});

test('it leads elsewhere: to the next conversation, a tab, the settings and out', async () => {
  const { page } = await openTwo();
  const say = async (text: string) => {
    await page.keyboard.press('Control+k');
    await bar(page).waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await bar(page).waitFor({ state: 'detached' });
  };
  await say('next conv');
  await titleOf(page).getByText('Bridge').waitFor();
  await say('unassigned');
  await expect.poll(() => new URL(page.url()).search).toBe('?tab=unassigned');
  await say('settings');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await say('dark');
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await say('deutsch');
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
});

test('what is typed while the bar is on its way is for the bar, and does nothing to the conversation', async () => {
  const { page, staff, first } = await openTwo();
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route(/command-bar-.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await boxOf(page).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('eas');
  letGo();
  await bar(page).waitFor();
  expect(await bar(page).inputValue()).toBe('eas');
  expect(await readConversation(staff, first.id)).toMatchObject({ status: 'open' });
});
