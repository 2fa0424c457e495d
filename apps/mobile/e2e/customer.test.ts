import { expect, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from '../../console/e2e/setup/browser.ts';
import {
  boxOf,
  expectState,
  logOf,
  messageOf,
  openApp,
  pathOf,
  rowOf,
  textsOn,
  titleOf,
  write,
} from './setup/phone.ts';

test('a first question: asked in the app, answered from the console, read, and closed', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const { page } = await openApp(customer);
  await page.getByText('Ask your first question').waitFor();
  await page.getByRole('link', { name: 'New conversation' }).click();
  await page.getByRole('textbox', { name: 'What is it about?' }).fill('The printer burns');
  await page.getByRole('radio', { name: 'Urgent' }).check();
  await page.getByRole('textbox', { name: 'Your message' }).fill('There is smoke.');
  await page.getByText('You may open 5 more conversations.').waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await titleOf(page).getByText('The printer burns').waitFor();
  await expectState(page, 'There is smoke.', 'Sent');

  const { body } = await customer.call<{ conversations: { id: number; priority: string }[] }>(
    'GET',
    '/api/chat/conversations',
  );
  const [conversation] = body.conversations;
  if (!conversation) throw new Error('no conversation was opened');
  expect(conversation.priority).toBe('urgent');
  // Begun where it was opened, it is there from the list too.
  await boxOf(page).fill('And it smells');
  await page.getByRole('link', { name: 'Back' }).click();
  await rowOf(page, 'The printer burns').click();
  await expect.poll(() => boxOf(page).inputValue()).toBe('And it smells');
  await boxOf(page).fill('');
  const desk = await openDesk(staff, { path: `conversations/${conversation.id}` });
  await expectState(page, 'There is smoke.', 'Read');
  await page.getByText('Support is online').waitFor();
  const answer = desk.page.getByRole('textbox', { name: 'Write a message' });
  await answer.pressSequentially('Pull');
  await page.getByText('Ada Staff is writing…').waitFor();
  await answer.fill('Pull the plug.');
  await answer.press('Enter');
  await messageOf(page, 'Pull the plug.').waitFor();
  await expect
    .poll(async () => (await readAll(customer, conversation.id)).find(({ seq }) => seq === 2)?.status)
    .toBe('read');

  await page.getByRole('button', { name: 'About this conversation' }).click();
  await page.getByRole('button', { name: 'Close the conversation' }).click();
  await page.getByText('This conversation is closed. Writing opens it again.').waitFor();
  // It may be heard of before the answer, which closes the sheet.
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await write(page, 'It burns again.');
  await expect.poll(async () => (await readConversation(customer, conversation.id)).status).toBe('open');
  await page.getByRole('link', { name: 'Back' }).click();
  await rowOf(page, 'The printer burns').getByText('Conversation reopened').waitFor();
});

test('what support wrote counts as unread until it was really in view', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  for (let number = 1; number <= 30; number += 1) await send(staff, conversation.id, `Answer ${number}`);
  const { page } = await openApp(customer);
  await rowOf(page, 'A bill').getByText('30 unread messages').waitFor();
  await rowOf(page, 'A bill').click();
  // One begins where the new begins.
  await page.getByText('New', { exact: true }).waitFor();
  await messageOf(page, 'Answer 1').first().waitFor();
  const unread = async () => (await readConversation(customer, conversation.id)).userUnreadCount;
  await expect.poll(unread).toBeLessThan(30);
  expect(await unread()).toBeGreaterThan(0);
  await page.getByRole('button', { name: /new messages?$/ }).click();
  await messageOf(page, 'Answer 30').waitFor();
  await expect.poll(unread).toBe(0);
});

test('what comes above and below what one reads moves nothing of it', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  for (let number = 1; number <= 70; number += 1) await send(staff, conversation.id, `Answer ${number}.`);
  await customer.call('PATCH', `/api/chat/conversations/${conversation.id}/messages/read`, {});
  const { page } = await openApp(customer, { path: pathOf(conversation) });
  await messageOf(page, 'Answer 70.').waitFor();
  const scroll = (how: (list: HTMLElement) => void) => logOf(page).evaluate(how);
  // As it is painted: the browser keeps the place in the frame after something came.
  const topOf = (text: string) =>
    messageOf(page, text).evaluate(async (one) => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise((next) => requestAnimationFrame(next));
      return Math.round(one.getBoundingClientRect().top);
    });
  await scroll((list) => list.scrollTo({ top: -900 }));
  const before = await topOf('Answer 55.');
  await send(staff, conversation.id, 'One more.');
  await page.getByRole('button', { name: '1 new message' }).waitFor();
  expect(Math.abs((await topOf('Answer 55.')) - before)).toBeLessThanOrEqual(1);

  await scroll((list) => list.scrollTo({ top: -1_600 }));
  const middle = await topOf('Answer 40.');
  await expect.poll(() => textsOn(page)).toContain('Answer 2.');
  expect(Math.abs((await topOf('Answer 40.')) - middle)).toBeLessThanOrEqual(1);
  await page.getByRole('button', { name: '1 new message' }).click();
  await expect
    .poll(() => messageOf(page, 'One more.').evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight))
    .toBe(true);
});

test('a message can be replied to, copied, edited; a long press says when it was sent and read', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const conversation = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  await send(staff, conversation.id, 'By how much?');
  const { page } = await openApp(customer, { path: pathOf(conversation) });
  const bubble = messageOf(page, 'By how much?').locator('.bubble');
  await bubble.dispatchEvent('pointerdown', { pointerType: 'touch', clientX: 50, clientY: 300 });
  const sheet = page.getByRole('dialog', { name: 'Message' });
  await sheet.getByText('Sent', { exact: true }).waitFor();
  await sheet.getByRole('button', { name: 'Reply' }).click();
  await page.getByText('Reply to: By how much?').waitFor();
  await write(page, 'By half.');
  await expectState(page, 'By half.', 'Sent');
  expect((await readAll(customer, conversation.id)).at(-1)).toMatchObject({ replyToId: expect.any(Number) });

  await messageOf(page, 'By half.').getByRole('button', { name: 'More for this message' }).focus();
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: 'Edit' }).click();
  await boxOf(page).fill('By a third.');
  await page.getByRole('button', { name: 'Save' }).click();
  await messageOf(page, 'By a third.').getByText('edited').waitFor();
  expect(await textsOn(page)).toEqual(['It is too high.', 'By how much?', 'By a third.']);
});
