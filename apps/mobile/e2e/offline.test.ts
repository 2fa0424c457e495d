import { expect, test } from 'vitest';
import { openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { expectState, messageOf, openApp, openTab, pathOf, textsOn, titleOf, write } from './setup/phone.ts';
import { setOffline } from './setup/slow-down.ts';

const offline = /ERR_INTERNET_DISCONNECTED|WebSocket|ERR_FAILED/;

test('opened without a network it shows what was loaded, takes what is written, and catches up', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const conversation = await openConversation(customer, { subject: 'My flat', message: 'The door is stuck.' });
  await send(staff, conversation.id, 'Which one?');
  const { page, context, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(offline);
  await messageOf(page, 'Which one?').waitFor();
  // The worker has taken the app in.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open((await caches.keys())[0] ?? '')).keys()).length))
    .toBeGreaterThan(5);
  // What is kept is written a moment later.
  await page.waitForTimeout(1_000);
  await page.close();
  await setOffline(context, true);

  const again = await openTab({ context }, '');
  await again.getByRole('link').filter({ hasText: 'My flat' }).getByText('Which one?').waitFor();
  await again.getByRole('link').filter({ hasText: 'My flat' }).click();
  await messageOf(again, 'Which one?').waitFor();
  expect(await textsOn(again)).toEqual(['The door is stuck.', 'Which one?']);
  await write(again, 'The one to the yard.');
  await expectState(again, 'The one to the yard.', 'Waiting to be sent');
  await again.goto('new');
  await again.getByRole('textbox', { name: 'What is it about?' }).fill('My bicycle');
  await again.getByRole('textbox', { name: 'Your message' }).fill('It has gone.');
  await again.getByRole('button', { name: 'Send' }).click();
  await titleOf(again).getByText('My bicycle').waitFor();
  await send(staff, conversation.id, 'Hello?');

  await setOffline(context, false);
  await expectState(again, 'It has gone.', 'Sent');
  await again.getByRole('link', { name: 'Back' }).click();
  await again.getByRole('link').filter({ hasText: 'My flat' }).click();
  await expect
    .poll(() => textsOn(again))
    .toEqual(['The door is stuck.', 'Which one?', 'Hello?', 'The one to the yard.']);
});

test('two tabs show the same: what one writes without a network is in the other, and goes out once', async () => {
  const customer = newPerson('user', 'Carl Customer');
  const conversation = await openConversation(customer, { message: 'In two tabs' });
  const { page, context, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(offline);
  const other = await openTab({ context }, pathOf(conversation));
  await messageOf(page, 'In two tabs').waitFor();
  await messageOf(other, 'In two tabs').waitFor();
  await setOffline(context, true);
  await write(page, 'Written here');
  await messageOf(other, 'Written here').waitFor();
  await expectState(page, 'Written here', 'Waiting to be sent');
  await setOffline(context, false);
  await expectState(page, 'Written here', 'Sent');
  await expectState(other, 'Written here', 'Sent');
  expect((await readAll(customer, conversation.id)).length).toBe(2);
});
