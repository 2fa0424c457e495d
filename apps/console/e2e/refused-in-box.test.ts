import { expect, test } from 'vitest';
import { openConversation, readAll } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { boxOf, expectFocus, logOf, onSend, pathOf, refuse, write } from './setup/on-screen.ts';

const rejected = { errors: [{ path: 'message', message: 'Too many links' }] };

test('a text that is refused goes back into its box with the reason, and is sent when it was changed', async () => {
  const customer = newPerson('user');
  const here = await openConversation(customer);
  const desk = await openDesk(newPerson('admin'), { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/422/);
  let refused = 0;
  await onSend(page, (route) => {
    refused += 1;
    return refused === 1 ? refuse(route, 422, 'MESSAGE_REJECTED', rejected) : route.continue();
  });
  await write(page, 'Look here');
  await page.getByText('Not sent. Moderation refused this text. Too many links').waitFor();
  expect(await boxOf(page).inputValue()).toBe('Look here');
  await expectFocus(boxOf(page));
  expect(await logOf(page).getByText('Look here').count()).toBe(0);
  await page.reload();
  await expect.poll(() => boxOf(page).inputValue()).toBe('Look here');
  await boxOf(page).fill('Look there');
  await boxOf(page).press('Enter');
  await logOf(page).getByText('Look there').waitFor();
  await expect
    .poll(async () => (await readAll(customer, here.id)).map(({ message }) => message))
    .toContain('Look there');
});

test('while another text stands in the box, the refused one waits in the list with its own ways out', async () => {
  const customer = newPerson('user');
  const here = await openConversation(customer);
  const desk = await openDesk(newPerson('admin'), { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/422/);
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await onSend(page, async (route) => {
    await held;
    return refuse(route, 422, 'MESSAGE_REJECTED', rejected);
  });
  await write(page, 'The first');
  await boxOf(page).fill('The second');
  letGo();
  await logOf(page).getByRole('alert').getByText('Moderation refused this text.').waitFor();
  expect(await boxOf(page).inputValue()).toBe('The second');
  await logOf(page).getByText('The first').waitFor();
  // The box is free again: now it is the turn of the one that waited.
  await boxOf(page).fill('');
  await expect.poll(() => boxOf(page).inputValue()).toBe('The first');
  expect(await logOf(page).getByText('The first').count()).toBe(0);
});
