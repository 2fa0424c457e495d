import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  adminConversationsPath,
  openConversation,
  readConversation,
  send,
} from '../../../tests/setup/conversations.ts';
import { newPerson, type Person, principalOf } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { boxOf, conversationsOf, listOf, panelOf, pathOf, refuse, rowOf, titleOf } from './setup/on-screen.ts';

const isChange = (url: URL) => /\/admin\/conversations\/\d+\/(status|assignee)$/.test(url.pathname);
const selected = (page: Page, label: string) => panelOf(page).getByLabel(label, { exact: true }).inputValue();
const subjectsOn = (page: Page) => listOf(page).locator('.list-row-subject').allTextContents();

test('close, reopen, pending, assign and priority show at once, and are taken back with a notice where they are refused', async () => {
  const staff = newPerson('admin', 'Ada Staff');
  const here = await openConversation(newPerson('user'), { subject: 'Changed at once' });
  const desk = await openDesk(staff, { path: pathOf(here, '?status=any') });
  const { page } = desk;
  desk.expectProblem(/503|409/);
  await expect.poll(() => selected(page, 'Status')).toBe('open');
  let answer: (() => void) | undefined;
  const asked: string[] = [];
  await page.route(isChange, async (route) => {
    asked.push(route.request().url());
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await route.continue();
  });
  // Nobody has answered yet, and it is on the screen in list, head and details.
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(() => selected(page, 'Status')).toBe('closed');
  await rowOf(page, 'Changed at once').getByText('Closed').waitFor();
  await page.getByText('This conversation is closed.').waitFor();
  expect((await readConversation(staff, here.id)).status).toBe('open');
  // The last word counts, however late the first one is answered.
  await page.getByRole('button', { name: 'Reopen' }).first().click();
  await expect.poll(() => selected(page, 'Status')).toBe('open');
  await expect.poll(() => asked.length).toBe(1);
  answer?.();
  await expect.poll(() => asked.length).toBe(2);
  await expect.poll(() => selected(page, 'Status')).toBe('open');
  answer?.();
  await expect.poll(async () => (await readConversation(staff, here.id)).status).toBe('open');
  await page.unroute(isChange);

  for (const [status, code, words] of [
    [503, 'UNAVAILABLE', /busy or away/],
    [409, 'CONFLICT', /in the meantime/],
  ] as const) {
    let turn: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      turn = resolve;
    });
    await page.route(isChange, async (route) => {
      await held;
      await refuse(route, status, code);
    });
    await panelOf(page).getByLabel('Priority').selectOption('urgent');
    await panelOf(page).getByLabel('Assigned to').selectOption({ label: 'Me' });
    await page.getByRole('button', { name: 'Pending' }).click();
    await rowOf(page, 'Changed at once').getByText('Urgent').waitFor();
    await rowOf(page, 'Changed at once').getByText('You', { exact: true }).waitFor();
    await expect.poll(() => selected(page, 'Status')).toBe('pending');
    turn?.();
    await page.getByText(words).first().waitFor();
    await expect.poll(() => selected(page, 'Status')).toBe('open');
    await expect.poll(() => selected(page, 'Priority')).toBe('medium');
    await expect.poll(() => selected(page, 'Assigned to')).toBe('');
    await rowOf(page, 'Changed at once').getByText('Urgent').waitFor({ state: 'detached' });
    await page.unroute(isChange);
  }
});

test('several are changed at once over a range, and undone; where one is refused, the others stay changed', async () => {
  const staff = newPerson('admin', 'Ada Staff');
  const made = await conversationsOf(staff, ['Apple', 'Berry', 'Cherry', 'Damson']);
  const desk = await openDesk(staff, { path: '?tab=mine' });
  const { page } = desk;
  desk.expectProblem(/409/);
  const priorities = () => Promise.all(made.map(async ({ id }) => (await readConversation(staff, id)).priority));
  const check = (subject: string) => listOf(page).getByRole('checkbox', { name: new RegExp(subject) });
  const choose = async (menu: string, item: string) => {
    await page.getByRole('toolbar').getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await rowOf(page, 'Apple').hover();
  await check('Apple').click();
  await check('Cherry').click({ modifiers: ['Shift'] });
  await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
  await check('Berry').click();
  await page.getByRole('toolbar', { name: '2 selected' }).waitFor();
  await choose('Priority', 'Urgent');
  await expect.poll(priorities).toEqual(['urgent', 'medium', 'urgent', 'medium']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(priorities).toEqual(['medium', 'medium', 'medium', 'medium']);

  const refused = made[1]?.id;
  await page.route(isChange, (route) =>
    route.request().url().includes(`/${refused}/`) ? refuse(route, 409, 'CONFLICT') : route.continue(),
  );
  await check('Apple').click();
  await check('Damson').click({ modifiers: ['Shift'] });
  await choose('Status', 'Closed');
  await page.getByText('Somebody changed this in the meantime.').waitFor();
  await page.mouse.move(900, 400);
  await expect.poll(() => subjectsOn(page)).toEqual(['Berry']);
  await expect.poll(() => page.getByRole('link', { name: /^Mine/ }).textContent()).toBe('Mine1');
  expect((await readConversation(staff, refused ?? 0)).status).toBe('open');
});

test('filters, search and the open conversation are in the address: shared, reloaded, and gone back through', async () => {
  const [staff, colleague] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff')];
  const mark = `zq${newPerson('user').subject.slice(0, 8)}`;
  const one = await openConversation(newPerson('user'), { subject: `${mark} one`, priority: 'high' });
  await openConversation(newPerson('user'), { subject: `${mark} two`, priority: 'high' });
  await openConversation(newPerson('user'), { subject: `${mark} three`, priority: 'low' });
  const { page } = await openDesk(staff);
  await page.getByRole('searchbox').fill(mark);
  await expect
    .poll(async () => (await subjectsOn(page)).toSorted())
    .toEqual([`${mark} one`, `${mark} three`, `${mark} two`]);
  await page.getByLabel('By priority').selectOption('high');
  await page.getByLabel('Order').selectOption('oldest');
  await expect.poll(() => subjectsOn(page)).toEqual([`${mark} one`, `${mark} two`]);
  const first = await rowOf(page, `${mark} one`).elementHandle();
  await rowOf(page, `${mark} one`).click();
  await titleOf(page).getByText(`${mark} one`).waitFor();
  // The list stays what it is when a conversation is opened beside it.
  expect(await first?.evaluate((row) => row.isConnected)).toBe(true);
  await rowOf(page, `${mark} two`).click();
  await titleOf(page).getByText(`${mark} two`).waitFor();

  const shared = await openDesk(colleague, { path: page.url() });
  await titleOf(shared.page).getByText(`${mark} two`).waitFor();
  await expect.poll(() => subjectsOn(shared.page)).toEqual([`${mark} one`, `${mark} two`]);
  expect(await shared.page.getByRole('searchbox').inputValue()).toBe(mark);
  await page.reload();
  await titleOf(page).getByText(`${mark} two`).waitFor();
  await page.goBack();
  await titleOf(page).getByText(`${mark} one`).waitFor();
  expect(page.url()).toContain(`conversations/${one.id}`);
  await page.goBack();
  await page.getByText('Choose a conversation').waitFor();
  await page.goBack();
  await expect.poll(() => page.getByLabel('Order').inputValue()).toBe('activity');
  await page.goBack();
  await expect.poll(async () => (await subjectsOn(page)).length).toBe(3);
  expect(await page.getByRole('searchbox').inputValue()).toBe(mark);
});

test('what is typed into the search while letters are on their way to the address stays typed', async () => {
  const { page } = await openDesk(newPerson('admin'));
  const box = page.getByRole('searchbox');
  // So slowly that the address follows in between.
  await box.pressSequentially('on fire now', { delay: 252 });
  expect(await box.inputValue()).toBe('on fire now');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('on fire now');
  await page.getByRole('link', { name: /^All/ }).click();
  expect(await box.inputValue()).toBe('on fire now');
});

test('rows do not move while somebody points at them, and do when nobody does; counts are live', async () => {
  const staff = newPerson('admin', 'Ada Staff');
  const made = await conversationsOf(staff, ['Upper', 'Middle', 'Lower']);
  const { page } = await openDesk(staff, { path: '?tab=mine' });
  await rowOf(page, 'Lower').hover();
  const lower = made[2];
  if (!lower) throw new Error('no conversation');
  const before = await rowOf(page, 'Lower').boundingBox();
  await send(staff, lower.id, 'this moves it up');
  await staff.call('PATCH', `${adminConversationsPath}/${made[0]?.id}/status`, { status: 'closed' });
  await rowOf(page, 'Lower').getByText('this moves it up').waitFor();
  await expect.poll(() => page.getByRole('link', { name: /^Mine/ }).textContent()).toBe('Mine2');
  expect(await rowOf(page, 'Lower').boundingBox()).toEqual(before);
  await page.mouse.move(900, 400);
  await expect.poll(() => subjectsOn(page)).toEqual(['Lower', 'Middle']);
});

test('a pointer that was left over the list keeps nothing from its place', async () => {
  const staff = newPerson('admin', 'Ada Staff');
  await conversationsOf(staff, ['Was here']);
  const { page } = await openDesk(staff, { path: '?tab=mine' });
  await rowOf(page, 'Was here').hover();
  await conversationsOf(staff, ['Came in']);
  await expect.poll(() => subjectsOn(page), { timeout: 15_000 }).toEqual(['Came in', 'Was here']);
});

test('closing goes to the next, and after the last one to the list', async () => {
  const staff: Person = newPerson('admin', 'Ada Staff');
  const { id } = await principalOf(staff);
  const made = await conversationsOf(staff, ['One', 'Two', 'Three']);
  const { page } = await openDesk(staff, { path: '?tab=mine' });
  await page.mouse.move(900, 400);
  await rowOf(page, 'Two').focus();
  await page.keyboard.press('Enter');
  for (const next of ['Three', 'One']) {
    await boxOf(page).waitFor();
    await page.keyboard.press('E');
    await titleOf(page).getByText(next, { exact: true }).waitFor();
  }
  await boxOf(page).waitFor();
  await page.keyboard.press('E');
  await page.getByText('Choose a conversation').waitFor();
  for (const one of made) {
    await expect.poll(() => readConversation(staff, one.id)).toMatchObject({ status: 'closed', adminId: id });
  }
});
