import { expect, test } from 'vitest';
import { openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { suspiciousText } from '../../../tests/setup/suspicious-text.ts';
import { openDesk } from './setup/browser.ts';
import { focusOf, logOf, panelOf, pathOf } from './setup/on-screen.ts';

test('what moderation marked says why; it is let stand or taken away, for the customer too', async () => {
  const [staff, customer] = [newPerson('admin', 'Ada Staff'), newPerson('user')];
  const here = await openConversation(customer, { subject: 'Marked' });
  const [stays, goes] = [suspiciousText(), suspiciousText()];
  await send(customer, here.id, stays);
  await send(customer, here.id, goes);
  const { page } = await openDesk(staff, { path: pathOf(here) });
  const article = (text: string) =>
    logOf(page)
      .getByRole('article')
      .filter({ hasText: text.slice(40, 80) });
  await article(stays)
    .getByText(/Marked by moderation: .+/)
    .waitFor();
  await article(stays).getByRole('button', { name: 'Release' }).click();
  await article(stays)
    .getByText(/Marked by moderation/)
    .waitFor({ state: 'detached' });
  await expect.poll(() => focusOf(page)).not.toBe('body');
  await article(goes).getByRole('button', { name: 'Take away' }).click();
  await logOf(page)
    .getByText(/Taken away by .+\./)
    .waitFor();
  await expect
    .poll(async () => (await readAll(customer, here.id)).map(({ message }) => message))
    .toEqual(['It really is.', stays, expect.not.stringContaining('CONGRATULATIONS')]);
  await logOf(page).getByRole('button', { name: 'Release' }).click();
  await expect.poll(async () => (await readAll(customer, here.id)).at(-1)?.message).toBe(goes);
});

test('a customer is shut out with a reason and let in again; the dialog keeps the focus and gives it back', async () => {
  const [staff, customer] = [newPerson('admin', 'Ada Staff'), newPerson('user', 'Mallory Noise')];
  const here = await openConversation(customer);
  const { page } = await openDesk(staff, { path: pathOf(here) });
  const block = panelOf(page).getByRole('button', { name: 'Block this customer…' });
  await block.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Block Mallory Noise' });
  await dialog.waitFor();
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  for (let tab = 0; tab < 8; tab += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => focusOf(page)).toContain('Block this customer');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await dialog.getByText('Say why: colleagues will ask.').waitFor();
  await dialog.getByLabel('Reason').fill('shouts at colleagues');
  await dialog.getByLabel('For how long').selectOption({ label: 'For good' });
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await panelOf(page).getByText('Blocked for good').waitFor();
  await panelOf(page).getByText('shouts at colleagues').waitFor();
  await expect.poll(() => focusOf(page)).not.toBe('body');
  expect((await send(customer, here.id, 'let me in')).status).toBe(403);
  await panelOf(page).getByRole('button', { name: 'Unblock this customer' }).click();
  await block.waitFor();
  expect((await send(customer, here.id, 'thank you')).status).toBe(201);
  await logOf(page).getByText('thank you').waitFor();
});
