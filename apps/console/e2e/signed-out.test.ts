import { expect, test } from 'vitest';
import { callApi } from '../../../tests/setup/api.ts';
import { openConversation } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openBrowser } from './setup/browser.ts';
import { boxOf, pathOf, titleOf } from './setup/on-screen.ts';

test('a sign-in that is ended elsewhere is said so, and one goes on where one was; signing out says nothing', async () => {
  const customer = newPerson('user');
  const here = await openConversation(customer, { subject: 'Still there' });
  const desk = await openBrowser({ path: pathOf(here, '?status=any') });
  const { page, context } = desk;
  desk.expectProblem(/401|WebSocket/);
  const signIn = async () => {
    await page.getByLabel('Username').fill('agent');
    await page.getByRole('textbox', { name: 'Password' }).fill('agent');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await titleOf(page).getByText('Still there').waitFor();
  };
  await signIn();
  await boxOf(page).fill('half an ans');
  const token = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('livechat-console');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('entries').objectStore('entries').get('session');
          reading.onsuccess = () => resolve(reading.result.accessToken);
        };
      }),
  );
  await callApi('POST', '/api/auth/logout', { token });
  await page.getByText('Your sign-in has ended.').waitFor();
  expect(await page.getByText('Still there').count()).toBe(0);
  await signIn();
  await expect.poll(() => boxOf(page).inputValue()).toBe('half an ans');

  // Signing out in one tab is for all of them.
  const tab = await context.newPage();
  await tab.goto(pathOf(here));
  await titleOf(tab).getByText('Still there').waitFor();
  await page.getByRole('button', { name: /language, sign out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.getByText('Your sign-in has ended.').count()).toBe(0);
  await tab.getByRole('button', { name: 'Sign in' }).waitFor();
});
