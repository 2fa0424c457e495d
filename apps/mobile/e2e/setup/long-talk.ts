import type { Page } from 'playwright-core';
import { openConversation, readConversation, send } from '../../../../tests/setup/conversations.ts';
import { newPerson, type Person } from '../../../../tests/setup/people.ts';
import { logOf } from './phone.ts';

export interface Talk {
  customer: Person;
  staff: Person;
  id: number;
  /** Support writes so many more, `Answer 1.` being the first of all. */
  answer(count: number): Promise<void>;
  readAll(): Promise<void>;
  unread(): Promise<number>;
}

/** A conversation in which support has written so much, and the customer has read it. */
export async function longTalk(count: number): Promise<Talk> {
  const customer = newPerson('user', 'Carl Customer');
  const staff = newPerson('admin', 'Ada Staff');
  const { id } = await openConversation(customer, { subject: 'A bill', message: 'It is too high.' });
  let last = 0;
  const talk: Talk = {
    customer,
    staff,
    id,
    async answer(more) {
      for (const end = last + more; last < end; ) {
        last += 1;
        await send(staff, id, `Answer ${last}.`);
      }
    },
    async readAll() {
      await customer.call('PATCH', `/api/chat/conversations/${id}/messages/read`, {});
    },
    unread: async () => (await readConversation(customer, id)).userUnreadCount,
  };
  await talk.answer(count);
  await talk.readAll();
  return talk;
}

/** Pages older than what is loaded are asked for like this. */
export const isOlderPage = (url: URL) => url.pathname.endsWith('/messages') && url.searchParams.has('before');

/** A finger moves so far over the messages: down to older ones, which are above. */
export async function swipe(page: Page, byPx: number): Promise<void> {
  const box = await logOf(page).boundingBox();
  if (!box) throw new Error('There are no messages');
  const touch = await page.context().newCDPSession(page);
  const x = box.x + box.width / 2;
  const stepPx = 40 * Math.sign(byPx);
  for (let left = Math.abs(byPx); left > 0; ) {
    // As far as the screen goes, then the finger is put down anew.
    const strokePx = Math.min(left, box.height * 0.7);
    let y = box.y + box.height * (byPx > 0 ? 0.15 : 0.85);
    const at = () => [{ x, y }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at() });
    for (let moved = 0; moved < strokePx; moved += Math.abs(stepPx)) {
      y += stepPx;
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at() });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    left -= strokePx;
  }
  await touch.detach();
  await logOf(page).evaluate(stillness);
}

/** Runs in the page: what was thrown comes to rest. */
async function stillness(list: Element): Promise<void> {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  for (let still = 0, before = Number.NaN; still < 10; before = list.scrollTop) {
    await frame();
    still = list.scrollTop === before ? still + 1 : 0;
  }
}

/** The message with this text, and not one that quotes it. */
const exactly = (page: Page, text: string) =>
  logOf(page)
    .getByRole('article')
    .filter({ has: page.locator('.message-text').getByText(text, { exact: true }) });

/** Where a message begins on the screen, as it is painted: the browser keeps the place in the frame after something came. */
export const topOf = (page: Page, text: string) =>
  exactly(page, text).evaluate(async (one) => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((next) => requestAnimationFrame(next));
    return Math.round(one.getBoundingClientRect().top);
  });

/** Whether all of it is within the list, as a person sees it. */
export const isInView = (page: Page, text: string) =>
  exactly(page, text).evaluate((one) => {
    const [line, list] = [one.getBoundingClientRect(), one.closest('[role=log]')?.getBoundingClientRect()];
    return list !== undefined && line.top >= list.top - 1 && line.bottom <= list.bottom + 1;
  });
