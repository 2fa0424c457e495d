import { expect, test } from 'vitest';
import { openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';

test('a customer writes, staff see it at once, answer, and see the answer delivered and read', async () => {
  const customer = newPerson('user', 'Carla Nowak');
  const { page } = await openDesk(newPerson('admin', 'Ada Staff'));
  const { id } = await openConversation(customer, {
    subject: 'Seventeen instead of twelve',
    message: 'It says 17 instead of 12.',
  });

  await page.getByRole('link', { name: /Carla Nowak.*Seventeen instead of twelve/ }).click();
  const log = page.getByRole('log');
  await log.getByText('It says 17 instead of 12.').waitFor();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('Let me look.');
  await page.keyboard.press('Enter');
  await log.getByText('Let me look.').waitFor();
  await log.getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
  await expect.poll(async () => (await readAll(customer, id)).map(({ message }) => message)).toContain('Let me look.');

  await send(customer, id, 'Thank you!');
  await log.getByText('Thank you!').waitFor();
  await customer.call('PATCH', `/api/chat/conversations/${id}/messages/read`, {});
  await log.getByText('Read', { exact: true }).waitFor({ state: 'attached' });
});
