import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from '../../console/e2e/setup/browser.ts';
import { framePage, openShop } from './setup/host-page.ts';
import { expectState, openApp, pathOf, rowOf, write } from './setup/phone.ts';

/** Takes away what came after the oldest browsers that docs/embedding.md names, from ours and from what we use. */
const asOldest = ({ context }: { context: BrowserContext }) =>
  context.addInitScript(() => {
    const take = (from: object | undefined, ...names: string[]) => {
      for (const name of names) if (from) Reflect.deleteProperty(from, name);
    };
    take(URL, 'parse', 'canParse');
    take(AbortSignal, 'any');
    take(Promise, 'withResolvers', 'try');
    take(Object, 'groupBy');
    take(Map, 'groupBy');
    take(Array, 'fromAsync');
    take(RegExp, 'escape');
    take(Element.prototype, 'checkVisibility', 'moveBefore');
    take(Set.prototype, 'union', 'intersection', 'difference', 'symmetricDifference');
    take(Set.prototype, 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom');
    take(globalThis.Crypto?.prototype, 'randomUUID');
    take(globalThis, 'requestIdleCallback');
    const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
    const added = 'drop every filter find flatMap forEach map reduce some take toArray'.split(' ');
    take(iterators, ...added);
    take(globalThis, 'Iterator');
  });

const link = 'https://example.com/bill';
const linkOf = (page: Page) => page.getByRole('link', { name: link });

test('in the oldest browsers a conversation with an address of the web is shown and goes on', async () => {
  const customer = newPerson('user');
  const staff = newPerson('admin');
  const conversation = await openConversation(customer, { subject: 'A bill', message: `It is ${link} here.` });
  const { page } = await openApp(customer, { path: pathOf(conversation), prepare: asOldest });
  await linkOf(page).waitFor();
  await write(page, 'Too high.');
  await expectState(page, 'Too high.', 'Sent');

  const { page: shop } = await openShop(framePage(), () => customer.token, { prepare: asOldest });
  const app = shop.frameLocator('iframe') as unknown as Page;
  await rowOf(app, 'A bill').click();
  await linkOf(app).waitFor();

  const { page: desk } = await openDesk(staff, { path: `conversations/${conversation.id}`, prepare: asOldest });
  await linkOf(desk).waitFor();
});

test.each([
  ['en', 'Something went wrong here.', 'Try again'],
  ['de', 'Hier ist etwas schiefgegangen.', 'Erneut versuchen'],
  ['ar', 'حدث خطأ ما هنا.', 'حاول مرة أخرى'],
])(
  'a defect of ours takes one screen away and not what is written: it is said, and tried again (%s)',
  async (language, said, again) => {
    const customer = newPerson('user');
    const staff = newPerson('admin');
    const conversation = await openConversation(customer, { subject: 'A bill' });
    const { page, expectProblem } = await openApp(customer, {
      path: pathOf(conversation),
      settings: { language },
      prepare: ({ context }) =>
        context.addInitScript(() => {
          const { prototype } = Intl.DateTimeFormat;
          const format = Object.getOwnPropertyDescriptor(prototype, 'format');
          Object.defineProperty(prototype, 'format', {
            get() {
              if ('isBroken' in globalThis) throw new Error('broken on purpose');
              return format?.get?.call(this);
            },
          });
        }),
    });
    expectProblem(/broken on purpose/);
    const box = page.getByRole('textbox');
    await box.fill('Half written');
    await page.evaluate('globalThis.isBroken = true');
    await send(staff, conversation.id, 'By how much?');
    await page.getByRole('alert').getByText(said).waitFor();
    await page.evaluate('delete globalThis.isBroken');
    await page.getByRole('button', { name: again }).click();
    await page.locator('.message-text').getByText('By how much?').waitFor();
    await expect.poll(() => box.inputValue()).toBe('Half written');
  },
);
