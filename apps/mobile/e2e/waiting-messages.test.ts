import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, readAll } from '../../../tests/setup/conversations.ts';
import { newPerson, type Person } from '../../../tests/setup/people.ts';
import { refuse } from '../../console/e2e/setup/on-screen.ts';
import { boxOf, expectState, messageOf, openApp, pathOf, textsOn, titleOf, write } from './setup/phone.ts';

const isMessages = (url: URL) => /\/conversations\/\d+\/messages$/.test(url.pathname);
const isList = (url: URL) => url.pathname.endsWith('/api/chat/conversations');
const onPost = (page: Page, matches: (url: URL) => boolean, how: (route: Route) => Promise<unknown>) =>
  page.route(matches, (route) => (route.request().method() === 'POST' ? how(route) : route.continue()));

const sheetOf = (page: Page) => page.getByRole('dialog', { name: 'Message' });
async function openSheet(page: Page, text: string): Promise<void> {
  await messageOf(page, text).getByRole('button', { name: 'More for this message' }).focus();
  await page.keyboard.press('Enter');
  await sheetOf(page).waitFor();
}

async function ask(page: Page, subject: string, message: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What is it about?' }).fill(subject);
  await page.getByRole('textbox', { name: 'Your message' }).fill(message);
  await page.getByRole('button', { name: 'Send' }).click();
}

async function conversationsOf(customer: Person) {
  const { body } = await customer.call<{ conversations: { id: number; subject: string }[] }>(
    'GET',
    '/api/chat/conversations',
  );
  return body.conversations;
}

test('a first message that is refused is changed, with its subject, and opens the conversation', async () => {
  const customer = newPerson('user');
  const { page, expectProblem } = await openApp(customer, { path: 'new' });
  expectProblem(/422/);
  let isRefused = true;
  await onPost(page, isList, (route) => (isRefused ? refuse(route, 422, 'MESSAGE_REJECTED') : route.continue()));
  await ask(page, 'Cheap cheap', 'Buy now!');
  await messageOf(page, 'Buy now!').getByRole('alert').getByText('Not sent.').waitFor();
  await write(page, 'It is about my bicycle.');
  await openSheet(page, 'Buy now!');
  await sheetOf(page).getByRole('button', { name: 'Edit' }).click();
  await expect.poll(() => boxOf(page).inputValue()).toBe('Buy now!');
  const subject = page.getByRole('textbox', { name: 'What is it about?' });
  expect(await subject.inputValue()).toBe('Cheap cheap');
  await subject.fill('My bicycle');
  await boxOf(page).fill('It has gone.');
  isRefused = false;
  await page.getByRole('button', { name: 'Save' }).click();
  await titleOf(page).getByText('My bicycle').waitFor();
  await expectState(page, 'It is about my bicycle.', 'Sent');
  expect(await textsOn(page)).toEqual(['It has gone.', 'It is about my bicycle.']);
  expect(await boxOf(page).inputValue()).toBe('');
  const [conversation] = await conversationsOf(customer);
  expect(conversation?.subject).toBe('My bicycle');
  expect((await readAll(customer, conversation?.id ?? 0)).map(({ message }) => message)).toEqual(await textsOn(page));
});

test.each([
  ['kept as a text for a new conversation', 'Keep the text for a new conversation'],
  ['deleted', 'Delete all'],
])('with a first message the ones below it go when the person says so; they are %s', async (_, choice) => {
  const customer = newPerson('user');
  const { page, expectProblem } = await openApp(customer, { path: 'new' });
  expectProblem(/422/);
  await onPost(page, isList, (route) => refuse(route, 422, 'MESSAGE_REJECTED'));
  await ask(page, 'My bicycle', 'One');
  await messageOf(page, 'One').getByRole('alert').waitFor();
  await write(page, 'Two');
  await write(page, 'Three');
  const question = page.getByRole('dialog', { name: 'Delete the first message?' });
  for (const answer of ['Cancel', choice]) {
    await openSheet(page, 'One');
    await sheetOf(page).getByRole('button', { name: 'Delete' }).click();
    await question.getByText('2 messages that you wrote below it go with it.').waitFor();
    expect(await textsOn(page)).toEqual(['One', 'Two', 'Three']);
    await question.getByRole('button', { name: answer }).click();
    await question.waitFor({ state: 'detached' });
  }
  if (choice === 'Delete all') {
    await page.getByText('Ask your first question').waitFor();
    await page.getByRole('link', { name: 'New conversation' }).click();
  }
  await titleOf(page).getByText('New conversation').waitFor();
  const texts = ['What is it about?', 'Your message'].map((name) => page.getByRole('textbox', { name }).inputValue());
  expect(await Promise.all(texts)).toEqual(choice === 'Delete all' ? ['', ''] : ['My bicycle', 'One\nTwo\nThree']);
  expect(await conversationsOf(customer)).toEqual([]);
});

test('what waits for a limit is changed in its place, and sent once', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { message: 'The first' });
  const { page, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(/429/);
  let isLimited = true;
  await onPost(page, isMessages, (route) =>
    isLimited ? refuse(route, 429, 'RATE_LIMITED', { retryAfterMs: 6_000 }) : route.continue(),
  );
  await write(page, 'A mistake');
  await write(page, 'And more');
  await messageOf(page, 'A mistake')
    .getByText(/^Sent in/)
    .waitFor();
  isLimited = false;
  await openSheet(page, 'A mistake');
  await sheetOf(page).getByRole('button', { name: 'Edit' }).click();
  await boxOf(page).fill('No mistake');
  await page.getByRole('button', { name: 'Save' }).click();
  await expectState(page, 'And more', 'Sent');
  const stored = async () => (await readAll(customer, conversation.id)).map(({ message }) => message);
  expect(await stored()).toEqual(['The first', 'No mistake', 'And more']);
});

test('what may be stored already is neither changed nor deleted; it is there once', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { message: 'The first' });
  const { page, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(/502|ERR_/);
  let isUnsaid = true;
  await onPost(page, isMessages, async (route) => {
    if (!isUnsaid) return route.continue();
    // Before it is stored, so that no event tells of it.
    return route.abort('connectionreset');
  });
  await write(page, 'Perhaps stored');
  await expectState(page, 'Perhaps stored', 'Waiting to be sent');
  await openSheet(page, 'Perhaps stored');
  await sheetOf(page).getByRole('button', { name: 'Copy text' }).waitFor();
  for (const name of ['Edit', 'Delete']) expect(await sheetOf(page).getByRole('button', { name }).count()).toBe(0);
  isUnsaid = false;
  await sheetOf(page).getByRole('button', { name: 'Back' }).click();
  await expectState(page, 'Perhaps stored', 'Sent');
  expect((await readAll(customer, conversation.id)).map(({ message }) => message)).toEqual([
    'The first',
    'Perhaps stored',
  ]);
});

test('what was sent while it was being changed is changed where it is stored', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { message: 'The first' });
  const { page, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(/429/);
  let tries = 0;
  await onPost(page, isMessages, (route) => {
    tries += 1;
    return tries === 1 ? refuse(route, 429, 'RATE_LIMITED', { retryAfterMs: 4_000 }) : route.continue();
  });
  await write(page, 'A mistake');
  await messageOf(page, 'A mistake')
    .getByText(/^Sent in/)
    .waitFor();
  await openSheet(page, 'A mistake');
  await sheetOf(page).getByRole('button', { name: 'Edit' }).click();
  await boxOf(page).fill('No mistake');
  await expectState(page, 'A mistake', 'Sent');
  await page.getByRole('button', { name: 'Save' }).click();
  await messageOf(page, 'No mistake').getByText('edited').waitFor();
  // The others may hear of it before the answer is here.
  await expect.poll(() => boxOf(page).inputValue()).toBe('');
  expect(await textsOn(page)).toEqual(['The first', 'No mistake']);
});
