import { openConversation } from '../../../../tests/setup/conversations.ts';
import { query } from '../../../../tests/setup/database.ts';
import { newPerson, type Person, principalOf } from '../../../../tests/setup/people.ts';

/** Who and what the screens show; each language has its own. */
export interface World {
  ada: Person;
  /** With nothing to do. */
  newcomer: Person;
  colleague: Person;
  customer: Person;
  /** Conversations by what they show. */
  talk: number;
  closed: number;
  blocked: number;
  long: number;
  /** For what is changed while it is looked at. */
  spare: number;
}

const longName =
  'Maximiliane-Charlotte Donaudampfschifffahrtsgesellschaftskapitänsgattin von und zu Hohenlohe-Waldenburg';
const unbroken = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(4).slice(0, 255);

const others: readonly [name: string, subject: string, priority: string, status: string, unread: number][] = [
  ['Omar Haddad', 'لا أستطيع تسجيل الدخول', 'urgent', 'open', 12],
  ['李小龙', '退款请求', 'high', 'open', 1],
  ['Priya Raman', 'Where is my parcel?', 'medium', 'open', 0],
  ['Tom', 'Re: Re: Re: Fwd: our call last week, and what was said about the contract', 'low', 'open', 0],
  ['שרה כהן', 'שאלה על החשבון', 'medium', 'open', 3],
  ['Nguyễn Thị Minh Khai', 'Đổi mật khẩu', 'medium', 'pending', 0],
  ['🦊 Foxy', '🔥🔥🔥', 'urgent', 'open', 0],
  ['Jean-Luc', 'Two invoices in one month', 'medium', 'open', 0],
];

export async function createWorld(): Promise<World> {
  const ada = newPerson('admin', 'Ada Lovelace');
  const colleague = newPerson('admin', 'Grace Hopper');
  const newcomer = newPerson('admin', 'Alan Turing');
  const customer = newPerson('user', 'Carla Nowak');
  const [{ id: adaId }, { id: colleagueId }] = await Promise.all([
    principalOf(ada),
    principalOf(colleague),
    principalOf(newcomer),
  ]);
  const open = async (person: Person, subject: string) => (await openConversation(person, { subject })).id;
  const theirs = (name: string) => newPerson('user', name);
  const ids: number[] = [];
  for (const [name, subject, priority, status, unread] of others) {
    const id = await open(theirs(name), subject);
    ids.push(id);
    await query(
      'update chat_conversations set priority = $2::chat_priority, status = $3::chat_status, admin_unread_count = $4 where id = $1',
      [id, priority, status, unread],
    );
  }
  const world: World = {
    ada,
    newcomer,
    colleague,
    customer,
    talk: await open(customer, 'My invoice is wrong'),
    closed: await open(customer, 'Change of address'),
    blocked: await open(theirs('Mallory'), 'Hello again'),
    long: await open(theirs(longName), unbroken),
    spare: await open(theirs('Sven Berg'), 'A spare part'),
  };
  await say(world.long, adaId, [{ text: unbroken }, { text: `${longName} `.repeat(8), by: 'admin' }]);
  await say(world.talk, adaId, talk);
  const all = [...ids, world.talk, world.closed, world.blocked, world.long, world.spare];
  await query('update chat_conversations set admin_id = $2 where id = any ($1)', [all, adaId]);
  const opened = [world.talk, world.closed, world.blocked, world.long, world.spare];
  await query('update chat_conversations set admin_unread_count = 0 where id = any ($1)', [opened]);
  await query(`update chat_messages set status = 'read' where sender_type = 'user' and conversation_id = any ($1)`, [
    all,
  ]);
  await query(`update chat_conversations set status = 'closed', closed_at = now() where id = $1`, [world.closed]);
  await query(
    `
    insert into user_blocks (user_id, reason, blocked_by, blocked_until)
    select user_id, 'Insults, after two warnings.', $2, now() + interval '1 day' from chat_conversations where id = $1`,
    [world.blocked, colleagueId],
  );
  await query(
    `
    insert into chat_conversation_changes (conversation_id, actor_type, actor_id, what, from_value, to_value)
    values ($1, 'admin', $2, 'assignee', null, $3::bigint::text), ($1, 'admin', $3, 'priority', 'medium', 'high'),
      ($1, 'admin', $3, 'status', 'pending', 'open')`,
    [world.talk, colleagueId, adaId],
  );
  return world;
}

interface Said {
  text: string;
  by?: 'admin' | 'user';
  type?: 'system';
  metadata?: object;
  status?: 'sent' | 'delivered' | 'read';
  edited?: true;
  /** Counted back from itself. */
  repliesTo?: number;
  minutesAgo?: number;
}

const reasons = [{ code: 'SPAM_PHRASE', detail: 'reads like advertising' }];
const talk: readonly Said[] = [
  { text: 'It says 17 € instead of 12 €. See https://shop.example.com/invoices/2024-17 please.', minutesAgo: 1_600 },
  { text: 'Can you look at it today?', minutesAgo: 1_599 },
  { text: 'Good morning Carla! I am looking.', by: 'admin', status: 'read', edited: true, minutesAgo: 1_500 },
  { text: 'Ada Lovelace joined', type: 'system', by: 'admin', minutesAgo: 1_400 },
  { text: 'BUY NOW and win a prize!!!', metadata: { moderation: { reasons } }, minutesAgo: 60 },
  {
    text: '',
    metadata: { removed: true, moderation: { reasons, original: 'Cheap pills, click here' } },
    minutesAgo: 59,
  },
  { text: 'That was not me, sorry.\n\nMy account was open\nat work.', repliesTo: 2, minutesAgo: 58 },
  { text: 'No harm done. I have taken it away.', by: 'admin', status: 'delivered', minutesAgo: 4, repliesTo: 1 },
  { text: 'The invoice is corrected.', by: 'admin', status: 'sent', minutesAgo: 3 },
  { text: 'Thank you!', minutesAgo: 2 },
  { text: 'One more thing: can I have it as a PDF?', minutesAgo: 1 },
];

/** Adds messages as if they had been written over the last day. */
async function say(conversationId: number, adminId: number, said: readonly Said[]): Promise<void> {
  for (const one of said) {
    const { text, by = 'user', type = 'text', metadata = null, status = 'sent', edited = false } = one;
    await query(
      `
      with counted as (update chat_conversations set last_seq = last_seq + 1 where id = $1 returning last_seq, user_id)
      insert into chat_messages (conversation_id, seq, sender_type, sender_id, message, message_type, metadata, status,
        is_edited, reply_to_id, created_at)
      select $1, last_seq, $2::chat_role, case when $2 = 'user' then user_id else $3::bigint end, $4, $5::chat_message_type,
        $6, $7::chat_message_status, $8,
        (select id from chat_messages where conversation_id = $1 and seq = counted.last_seq - $9),
        now() - $10 * interval '1 minute' from counted`,
      [conversationId, by, adminId, text, type, metadata, status, edited, one.repliesTo ?? 0, one.minutesAgo ?? 1],
    );
  }
}

/** As if the customer had written and the page had not heard of it. */
export async function saySilently(conversationId: number, text: string): Promise<void> {
  await say(conversationId, 0, [{ text, minutesAgo: 0 }]);
  await query('update chat_conversations set admin_unread_count = admin_unread_count + 1 where id = $1', [
    conversationId,
  ]);
}

/** The customer's last two are unread again, however often they were looked at. */
export async function makeUnread(conversationId: number): Promise<void> {
  await query(
    `
    update chat_messages set status = 'sent' where id in (
      select id from chat_messages where conversation_id = $1 and sender_type = 'user' order by seq desc limit 2)`,
    [conversationId],
  );
  await query('update chat_conversations set admin_unread_count = 2 where id = $1', [conversationId]);
}
