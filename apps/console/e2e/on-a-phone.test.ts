import { expect, test } from 'vitest';
import { readConversation } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { conversationsOf, expectFocus, logOf, pathOf, rowOf } from './setup/on-screen.ts';

test('on a phone the search is gone to, and no letter of it does anything to the conversation that was open', async () => {
  const staff = newPerson('admin', 'Ada Staff');
  const [first] = await conversationsOf(staff, ['Anchor', 'Candle']);
  if (!first) throw new Error('no conversation');
  const viewport = { width: 390, height: 844 };
  const { page } = await openDesk(staff, { path: pathOf(first, '?tab=mine'), viewport });
  await logOf(page).getByText('It really is.').waitFor();
  await logOf(page).focus();
  await page.keyboard.type('/e');
  await expectFocus(page.getByRole('searchbox', { name: 'Search conversations' }));
  await page.keyboard.type('Candle');
  await rowOf(page, 'Candle').waitFor();
  expect(await readConversation(staff, first.id)).toMatchObject({ status: 'open' });
});
