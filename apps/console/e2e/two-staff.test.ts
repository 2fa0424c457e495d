import { expect, inject, test, vi } from 'vitest';
import { adminConversationsPath, openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson, principalOf } from '../../../tests/setup/people.ts';
import { manifest } from '../../../tests/setup/processes.ts';
import { connectToBoth, join } from '../../../tests/setup/sockets.ts';
import { type Desk, openDesk } from './setup/browser.ts';
import { launch } from './setup/launch.ts';
import { boxOf, focusOf, listOf, logOf, onSend, panelOf, pathOf, rowOf, textsOn, write } from './setup/on-screen.ts';

const othersAt = ({ page }: Desk) => page.locator('.others-here');

test('who looks and who types is shown to a colleague, and not when they have gone', async () => {
  const [ada, bert] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff')];
  const here = await openConversation(newPerson('user'), { subject: 'Two at one' });
  const elsewhere = await openConversation(newPerson('user'), { subject: 'Elsewhere' });
  const [adas, berts] = [await openDesk(ada, { path: pathOf(here) }), await openDesk(bert, { path: pathOf(here) })];
  await othersAt(adas).getByText('Bert Staff is looking').waitFor();
  await othersAt(berts).getByText('Ada Staff is looking').waitFor();

  await boxOf(berts.page).pressSequentially('Hel');
  await othersAt(adas).getByText('Bert Staff is writing').waitFor();
  await write(berts.page, 'Hello');
  await othersAt(adas).getByText('Bert Staff is looking').waitFor();
  await boxOf(berts.page).pressSequentially('an');

  await rowOf(berts.page, 'Elsewhere').click();
  await othersAt(adas).waitFor({ state: 'detached' });
  await rowOf(berts.page, 'Two at one').click();
  await othersAt(adas).getByText('Bert Staff is looking').waitFor();
  await othersAt(berts).getByText('Ada Staff is looking').waitFor();
  expect(elsewhere.id).not.toBe(here.id);
});

test('a colleague whose browser crashes is gone within 10 s, and so is what they were typing', async () => {
  const [ada, bert] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff')];
  const here = await openConversation(newPerson('user'));
  const adas = await openDesk(ada, { path: pathOf(here) });
  for (const end of ['crash', 'close'] as const) {
    const other = await launch();
    const state = await (await openDesk(bert)).context.storageState({ indexedDB: true });
    const context = await other.newContext({ storageState: state, baseURL: `${inject('system').gateway}/console/` });
    const page = await context.newPage();
    await page.goto(pathOf(here));
    // From here on the services know that Bert is there; what is typed before that is told to nobody.
    await page.locator('.others-here').getByText('Ada Staff').waitFor();
    await boxOf(page).pressSequentially('I will be');
    await othersAt(adas).getByText('Bert Staff is writing').waitFor();
    if (end === 'crash') page.goto('chrome://crash').catch(() => {});
    else await page.close({ runBeforeUnload: false });
    await othersAt(adas).waitFor({ state: 'detached', timeout: 10_000 });
    await other.close();
  }
});

test('who looks through a realtime instance that is killed is shown again on the other, and nobody twice', async () => {
  const [ada, bert] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff')];
  const here = await openConversation(newPerson('user'));
  const adas = await openDesk(ada, { path: pathOf(here) });
  const sockets = await connectToBoth(bert);
  for (const socket of sockets) await join(socket, here.id);
  await othersAt(adas).getByText('Bert Staff is looking').waitFor();
  for (const { pid } of manifest().services.realtime.slice(0, 1)) process.kill(pid, 'SIGKILL');
  for (const { socket } of sockets) socket.close();
  await othersAt(adas).waitFor({ state: 'detached', timeout: 12_000 });
  await vi.waitFor(() => expect(manifest().services.realtime).toHaveLength(2), { timeout: 15_000 });

  // She may have sat on the one that was killed: what happens is shown to her all the same.
  const berts = await openDesk(bert, { path: pathOf(here) });
  await othersAt(adas).getByText('Bert Staff is looking').waitFor({ timeout: 15_000 });
  await expect.poll(() => othersAt(adas).textContent()).toBe('Bert Staff is looking');
  await othersAt(berts).getByText('Ada Staff is looking').waitFor();
  adas.expectProblem(/WebSocket|ERR_|502|503/);
  berts.expectProblem(/WebSocket|ERR_|502|503/);
});

test('what a colleague changes shows at once in list and details', async () => {
  const [ada, bert] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff')];
  const subject = `Changed ${newPerson('user').subject}`;
  const here = await openConversation(newPerson('user'), { subject });
  const { page } = await openDesk(ada, { path: pathOf(here, `?status=any&q=${subject.split(' ')[1]}`) });
  await rowOf(page, subject).getByText('Unassigned').waitFor();
  const { id: adminId } = await principalOf(bert);
  await bert.call('PATCH', `${adminConversationsPath}/${here.id}/assignee`, { adminId });
  await rowOf(page, subject).getByText('Bert Staff').waitFor({ timeout: 3_000 });
  await expect
    .poll(() => panelOf(page).getByLabel('Assigned to').locator('option:checked').textContent(), { timeout: 3_000 })
    .toBe('Bert Staff');
  await bert.call('PATCH', `${adminConversationsPath}/${here.id}/status`, { status: 'pending', priority: 'urgent' });
  await rowOf(page, subject).getByText('Pending').waitFor({ timeout: 3_000 });
  await rowOf(page, subject).getByText('Urgent').waitFor({ timeout: 3_000 });
  await expect.poll(() => panelOf(page).getByLabel('Status').inputValue(), { timeout: 3_000 }).toBe('pending');
  await panelOf(page).getByText('Assignee: Nobody → Bert Staff').waitFor();
});

test('two who answer at the same moment: one is first, the other is shown what came and asked before anything is sent', async () => {
  const [ada, bert, customer] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff'), newPerson('user')];
  const here = await openConversation(customer);
  const adas = await openDesk(ada, { path: pathOf(here) });
  const berts = await openDesk(bert, { path: pathOf(here) });
  adas.expectProblem(/409/);
  berts.expectProblem(/409/);
  // Both are held until both were sent: neither can have seen the other's.
  let arrived = 0;
  for (const { page } of [adas, berts]) {
    await onSend(page, async (route) => {
      arrived += 1;
      await expect.poll(() => arrived).toBeGreaterThanOrEqual(2);
      await route.continue();
    });
  }
  await Promise.all([write(adas.page, 'Ada: try again'), write(berts.page, 'Bert: switch it off')]);
  const asked = ({ page }: Desk) => page.getByRole('alert').filter({ hasText: 'This came in while you were writing' });
  await expect.poll(async () => (await asked(adas).count()) + (await asked(berts).count())).toBe(1);
  const [later, first] = (await asked(adas).count()) ? ['Ada', 'Bert'] : ['Bert', 'Ada'];
  const desk = later === 'Ada' ? adas : berts;
  await asked(desk).getByText(first).first().waitFor();
  expect((await readAll(customer, here.id)).filter(({ senderType }) => senderType === 'admin')).toHaveLength(1);

  await asked(desk).getByRole('button', { name: 'Send anyway' }).click();
  await asked(desk).waitFor({ state: 'detached' });
  await expect.poll(async () => (await readAll(customer, here.id)).length).toBe(3);
  expect((await readAll(customer, here.id)).at(-1)?.message).toContain(`${later}:`);
});

test('what a customer says while an answer is on its way is shown first; edit and discard send nothing', async () => {
  const [ada, customer] = [newPerson('admin', 'Ada Staff'), newPerson('user', 'Carl Customer')];
  const here = await openConversation(customer);
  const desk = await openDesk(ada, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/409/);
  const asked = page.getByRole('alert').filter({ hasText: 'This came in while you were writing' });
  let says: string | undefined;
  await onSend(page, async (route) => {
    if (says) await send(customer, here.id, says);
    says = undefined;
    await route.continue();
  });

  says = 'No, it is the other one.';
  await write(page, 'So it is the left one?');
  await asked.getByText(says).waitFor();
  await asked.getByRole('button', { name: 'Discard' }).click();
  await asked.waitFor({ state: 'detached' });
  await expect.poll(() => focusOf(page)).not.toBe('body');

  says = 'Wait!';
  await write(page, 'Then press it.');
  await asked.getByText('Wait!').waitFor();
  await asked.getByRole('button', { name: 'Edit' }).click();
  await expect.poll(() => boxOf(page).inputValue()).toBe('Then press it.');
  const staffs = async () => (await readAll(customer, here.id)).filter(({ senderType }) => senderType === 'admin');
  expect(await staffs()).toEqual([]);
  // What is in the box is a draft like any other.
  await page.reload();
  await expect.poll(() => boxOf(page).inputValue()).toBe('Then press it.');
  await boxOf(page).press('Enter');
  await expect.poll(async () => (await staffs()).map(({ message }) => message)).toEqual(['Then press it.']);
});

test('what came in below the screen was not seen: it is asked about before the answer goes', async () => {
  const [ada, customer] = [newPerson('admin', 'Ada Staff'), newPerson('user', 'Carl Customer')];
  const here = await openConversation(customer);
  for (let line = 0; line < 30; line += 1) await send(customer, here.id, `line ${line}`);
  const desk = await openDesk(ada, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(/409/);
  await logOf(page).getByText('line 29').waitFor();
  await logOf(page).evaluate((log) => log.scrollTo({ top: 0 }));
  await page.getByText('line 0', { exact: true }).isVisible();
  await boxOf(page).fill('As to line 0:');
  await send(customer, here.id, 'Forget line 0.');
  await page.getByRole('button', { name: '1 new message' }).waitFor();
  await boxOf(page).press('Enter');
  await page.getByRole('alert').getByText('Forget line 0.').waitFor();
  // The question is in sight, whatever the place was before.
  const inSight = () =>
    page.getByRole('button', { name: 'Send anyway' }).evaluate((button) => {
      const [log, own] = [document.querySelector('[role="log"]'), button].map((one) => one?.getBoundingClientRect());
      return (own?.bottom ?? 0) <= (log?.bottom ?? 0) + 1;
    });
  await expect.poll(inSight).toBe(true);
  expect((await readAll(customer, here.id)).filter(({ senderType }) => senderType === 'admin')).toEqual([]);
});

test('a colleague closes the conversation while one writes: nothing of it is lost, and no key does anything else', async () => {
  const [ada, bert] = [newPerson('admin', 'Ada Staff'), newPerson('admin', 'Bert Staff')];
  const here = await openConversation(newPerson('user'), { subject: 'Closed under the hands' });
  const { page } = await openDesk(ada, { path: pathOf(here, '?status=any') });
  await boxOf(page).pressSequentially('I was about to ');
  await bert.call('PATCH', `${adminConversationsPath}/${here.id}/status`, { status: 'closed' });
  await page.getByText('This conversation is closed.').waitFor();
  await page.keyboard.type('say a prior joke');
  await page.keyboard.press('Enter');
  await expect.poll(() => boxOf(page).inputValue()).toBe('I was about to say a prior joke');
  expect(await textsOn(page)).toEqual(['It really is.']);
  const { body } = await bert.call<{ conversation: object }>('GET', `${adminConversationsPath}/${here.id}`);
  expect(body.conversation).toMatchObject({ status: 'closed', adminId: null });

  await page.getByRole('button', { name: 'Reopen' }).last().click();
  await page.getByText('This conversation is closed.').waitFor({ state: 'detached' });
  await expect.poll(() => focusOf(page)).not.toBe('body');
  await boxOf(page).press('Enter');
  await logOf(page).getByText('I was about to say a prior joke').waitFor();
  await listOf(page).waitFor();
});
