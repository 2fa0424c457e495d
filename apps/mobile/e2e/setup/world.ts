import { openConversation, readAll, send } from '../../../../tests/setup/conversations.ts';
import { query } from '../../../../tests/setup/database.ts';
import { newPerson, type Person } from '../../../../tests/setup/people.ts';
import { longTalk, type Talk } from './long-talk.ts';

/** What the screens show. */
export interface World {
  customer: Person;
  newcomer: Person;
  staff: Person;
  talk: number;
  closed: number;
  long: number;
  /** Three pages, of which the last message answers the second. */
  pages: Talk;
  /** More is unread than a page. */
  unread: Talk;
}

const unbroken = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(4).slice(0, 255);

export async function createWorld(): Promise<World> {
  const customer = newPerson('user', 'Carla Nowak');
  const staff = newPerson('admin', 'Ada Lovelace');
  const open = async (subject: string, message?: string) =>
    (await openConversation(customer, { subject, ...(message && { message }) })).id;
  const long = await open(unbroken, unbroken.repeat(3));
  await send(staff, long, 'لا بأس، سننظر في الأمر. https://example.org/a/very/long/address?with=everything&more=1');
  const closed = await open('لا أستطيع تسجيل الدخول');
  await send(staff, closed, 'حاول مرة أخرى الآن.');
  await staff.call('PATCH', `/api/chat/admin/conversations/${closed}/status`, { status: 'closed' });
  const talk = await open('Where is my parcel?', 'It should have been here on Monday.');
  await send(staff, talk, 'Good morning! I am looking.');
  await send(staff, talk, 'It left the depot in Leipzig an hour ago:\nhttps://parcels.example/4711');
  const { body } = await send(customer, talk, 'Thank you! And the invoice?');
  await send(staff, talk, 'With it, in paper.', { replyToId: body.message.id });
  await query(`update chat_messages set created_at = now() - interval '1 day' where conversation_id = $1 and seq = 1`, [
    talk,
  ]);
  const pages = await longTalk(110);
  const [, , second] = await readAll(pages.customer, pages.id);
  await send(pages.customer, pages.id, 'As you wrote then.', { replyToId: second?.id });
  const unread = await longTalk(20);
  await unread.answer(60);
  return { customer, newcomer: newPerson('user', 'Nora New'), staff, talk, closed, long, pages, unread };
}
