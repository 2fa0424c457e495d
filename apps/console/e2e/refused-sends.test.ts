import { expect, test } from 'vitest';
import { openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import {
  boxOf,
  conversationsOf,
  logOf,
  onSend,
  pathOf,
  refuse,
  rowOf,
  textsOn,
  titleOf,
  write,
} from './setup/on-screen.ts';

const staffsOf = async (person: Parameters<typeof readAll>[0], id: number) =>
  (await readAll(person, id)).filter(({ senderType }) => senderType === 'admin').map(({ message }) => message);

test('a text is counted from 80 % of the limit on, and one that is too long stays in its box', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user')];
  const here = await openConversation(customer);
  const { page } = await openDesk(staff, { path: pathOf(here) });
  await boxOf(page).fill('a'.repeat(4_000));
  expect(await page.getByText(/of 5000 characters/).count()).toBe(0);
  // Characters are counted as people see them, not as the computer keeps them.
  await boxOf(page).fill('😀'.repeat(4_001));
  await page.getByText('4001 of 5000 characters').waitFor();
  await boxOf(page).fill('a'.repeat(5_001));
  await page.getByText('5001 of 5000 characters').waitFor();
  await page.getByText('This is too long to send.').waitFor();
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await boxOf(page).press('Enter');
  expect(await boxOf(page).inputValue()).toBe('a'.repeat(5_001));
  await page.reload();
  await expect.poll(() => boxOf(page).inputValue()).toBe('a'.repeat(5_001));
  await boxOf(page).press('End');
  await boxOf(page).press('Backspace');
  await page.getByText('This is too long to send.').waitFor({ state: 'detached' });
  await boxOf(page).press('Enter');
  await expect.poll(() => staffsOf(customer, here.id)).toEqual(['a'.repeat(5_000)]);
});

test('a busy service, a limit and a cut line are retried quietly: each message goes out once, in order', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user')];
  const here = await openConversation(customer);
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/503|429|502|ERR_/);
  const faults = [
    (route: Parameters<typeof refuse>[0]) => refuse(route, 503, 'UNAVAILABLE'),
    (route: Parameters<typeof refuse>[0]) => refuse(route, 429, 'RATE_LIMITED', { retryAfterMs: 300 }),
    (route: Parameters<typeof refuse>[0]) => route.abort('connectionreset'),
    // It was stored, and nobody heard of it.
    async (route: Parameters<typeof refuse>[0]) => {
      await route.fetch();
      await route.fulfill({ status: 502, body: 'the proxy is away' });
    },
  ];
  await onSend(page, async (route) => {
    const fault = faults.shift();
    await (fault ? fault(route) : route.continue());
  });
  const texts = ['first', 'second', 'third'];
  for (const text of texts) await write(page, text);
  await expect.poll(async () => (await textsOn(page)).slice(1)).toEqual(texts);
  await expect.poll(() => staffsOf(customer, here.id), { timeout: 25_000 }).toEqual(texts);
  expect(faults).toEqual([]);
  expect(await page.getByRole('alert').count()).toBe(0);
  await expect.poll(async () => (await textsOn(page)).slice(1)).toEqual(texts);
  expect(await boxOf(page).inputValue()).toBe('');
});

test('an answer on what has changed since waits for a word, over a reload too, and those after it wait behind', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user', 'Carl Customer')];
  const here = await openConversation(customer);
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/409/);
  let says: string | undefined = 'Oh, it works now.';
  await onSend(page, async (route) => {
    if (says) await send(customer, here.id, says);
    says = undefined;
    await route.continue();
  });
  await write(page, 'Pull the plug.');
  const asked = page.getByRole('alert').filter({ hasText: 'This came in while you were writing' });
  await asked.getByText('Oh, it works now.').waitFor();
  await write(page, 'And wait a minute.');
  await page.reload();
  await asked.getByText('Oh, it works now.').waitFor();
  await expect
    .poll(() => textsOn(page))
    .toEqual(['It really is.', 'Oh, it works now.', 'Pull the plug.', 'And wait a minute.']);
  expect(await staffsOf(customer, here.id)).toEqual([]);
  await asked.getByRole('button', { name: 'Send anyway' }).click();
  await expect.poll(() => staffsOf(customer, here.id)).toEqual(['Pull the plug.', 'And wait a minute.']);
});

test('what was refused while another conversation was looked at is there on coming back, with its reason', async () => {
  const staff = newPerson('admin');
  const [one, other] = await conversationsOf(staff, ['Refused there', 'Meanwhile here']);
  if (!one || !other) throw new Error('no conversations');
  const desk = await openDesk(staff, { path: pathOf(one, '?tab=mine') });
  const { page } = desk;
  desk.expectProblem(/422|403/);
  const codes = ['MESSAGE_REJECTED', 'BLOCKED'];
  let hold: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  await onSend(page, async (route) => {
    if (!route.request().url().includes(`/${one.id}/`)) return route.continue();
    await held;
    const code = codes.shift();
    return code ? refuse(route, code === 'BLOCKED' ? 403 : 422, code) : route.continue();
  });
  await write(page, 'Not to be had');
  await rowOf(page, 'Meanwhile here').click();
  await titleOf(page).getByText('Meanwhile here').waitFor();
  hold?.();
  // Nothing is sent before it is known what it follows.
  await logOf(page).getByText('It really is.').waitFor();
  await write(page, 'Something else');
  await expect.poll(() => staffsOf(staff, other.id)).toEqual(['Something else']);
  expect(await textsOn(page)).toEqual(['It really is.', 'Something else']);
  await rowOf(page, 'Refused there').click();
  await titleOf(page).getByText('Refused there').waitFor();
  await page.getByText('Moderation refused this text.').waitFor();
  // In the box or in the list: it is on the screen, once.
  await expect
    .poll(async () =>
      [...(await textsOn(page)), await boxOf(page).inputValue()].filter((text) => text === 'Not to be had'),
    )
    .toHaveLength(1);
  expect(await staffsOf(staff, one.id)).toEqual([]);
});

test('an edit that is refused stays in its box, and can be tried again', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user')];
  const here = await openConversation(customer);
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/503/);
  await write(page, 'A tpyo');
  await logOf(page).getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
  let refusals = 1;
  await page.route(/\/messages\/\d+$/, (route) => {
    if (route.request().method() !== 'PATCH' || refusals === 0) return route.continue();
    refusals -= 1;
    return refuse(route, 503, 'UNAVAILABLE');
  });
  const message = logOf(page).getByRole('article').filter({ hasText: 'A tpyo' });
  await message.hover();
  await message.getByRole('button', { name: 'More for this message' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await boxOf(page).fill('A typo');
  await boxOf(page).press('Enter');
  await page.getByText('The service is busy or away.').waitFor();
  expect(await boxOf(page).inputValue()).toBe('A typo');
  await boxOf(page).press('Enter');
  await expect.poll(() => staffsOf(customer, here.id)).toEqual(['A typo']);
  await expect.poll(() => boxOf(page).inputValue()).toBe('');
});

test('a message that was sent is not lost when the page goes in the same moment', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user')];
  const here = await openConversation(customer);
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/ERR_/);
  await logOf(page).getByText('It really is.').waitFor();
  const texts = Array.from({ length: 5 }, (_, number) => `just before leaving ${number}`);
  for (const text of texts) {
    await boxOf(page).fill(text);
    await page.evaluate(() => {
      const press = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(press);
      location.reload();
    });
    await page.waitForLoadState('load');
    await logOf(page).getByText('It really is.').waitFor();
    await boxOf(page).waitFor();
    // As sent, as waiting, or still in the box: nowhere is what must not be.
    await expect
      .poll(async () => [...(await textsOn(page)), await boxOf(page).inputValue()].filter((one) => one === text))
      .toHaveLength(1);
    if ((await boxOf(page).inputValue()) === text) await boxOf(page).press('Enter');
  }
  await expect.poll(() => staffsOf(customer, here.id)).toEqual(texts);
});
