import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, readAll } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { boxOf, expectState, messageOf, openApp, openPhone, openTab, pathOf, rowOf, write } from './setup/phone.ts';

const notKept = (page: Page) => page.getByText('This device keeps nothing at the moment.');

/** How a browser's database may be of no use. Each runs in the page. */
const broken: Record<string, () => void> = {
  'may not be used': () => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  },
  'cannot be opened': () => {
    const { open } = IDBFactory.prototype;
    // A version that it is already past.
    IDBFactory.prototype.open = function (name) {
      open.call(this, name, 9);
      return open.call(this, name, 8);
    };
  },
  'never answers': () => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  },
  'is there, and takes nothing': () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  },
};

test.each(Object.entries(broken))(
  'where the database %s the app works, sends from memory once, and says that nothing is kept',
  async (_, fail) => {
    const customer = newPerson('user');
    const conversation = await openConversation(customer, { subject: 'A bill', message: 'The first' });
    const { page } = await openPhone({
      path: '?host=native',
      prepare: async ({ context }) => context.addInitScript(fail),
    });
    let opened = 0;
    page.on('framenavigated', () => {
      opened += 1;
    });
    await page.getByText('One moment…').waitFor();
    await page.evaluate(
      (token) => window.postMessage({ livechat: 1, type: 'token', token }, location.origin),
      customer.token,
    );
    await rowOf(page, 'A bill').click();
    await write(page, 'From memory');
    await write(page, 'And more');
    await expectState(page, 'And more', 'Sent');
    await notKept(page).waitFor();
    expect(await boxOf(page).inputValue()).toBe('');
    expect((await readAll(customer, conversation.id)).map(({ message }) => message)).toEqual([
      'The first',
      'From memory',
      'And more',
    ]);
    expect(opened).toBe(0);
  },
);

test('what was sent and could not be kept is in the box when the app was ended before it went out', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { message: 'The first' });
  const { page, context, expectProblem } = await openApp(customer, { path: pathOf(conversation) });
  expectProblem(/ERR_/);
  await messageOf(page, 'The first').waitFor();
  expect(await notKept(page).count()).toBe(0);
  const put = await page.evaluateHandle(() => IDBObjectStore.prototype.put);
  await page.evaluate(broken['is there, and takes nothing'] as () => void);
  await context.route(/\/messages$/, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await write(page, 'Kept nowhere');
  await expectState(page, 'Kept nowhere', 'Waiting to be sent');
  await notKept(page).waitFor();
  expect(await boxOf(page).inputValue()).toBe('');
  await boxOf(page).fill('Half written');
  const again = await openTab({ context }, pathOf(conversation));
  await expect.poll(() => boxOf(again).inputValue()).toBe('Kept nowhere\nHalf written');
  await again.close();

  // There is room again: from then on it is in the outbox.
  await page.evaluate((original) => {
    IDBObjectStore.prototype.put = original;
  }, put);
  await notKept(page).waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Kept nowhere');
  await page.close();
  const last = await openTab({ context }, pathOf(conversation));
  await messageOf(last, 'Kept nowhere').waitFor();
  expect(await boxOf(last).inputValue()).toBe('Half written');
  await context.unroute(/\/messages$/);
  await expectState(last, 'Kept nowhere', 'Sent');
  expect((await readAll(customer, conversation.id)).length).toBe(2);
});
