import { expect, test } from 'vitest';
import { openConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { internalUrls, watchMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join, type TestSocket } from './setup/sockets.ts';

const seqsOf = (socket: TestSocket) => socket.received('new-chat-message').map(({ message }) => message.seq);

/** A message that is stored and of which the bus never told: its event vanished. */
async function storeSilently(conversationId: number): Promise<void> {
  await query(
    `with counted as (
       update chat_conversations
       set last_seq = last_seq + 1, revision = revision + 1, admin_unread_count = admin_unread_count + 1
       where id = $1 returning id, user_id, last_seq, revision
     )
     insert into chat_messages (conversation_id, seq, revision, sender_type, sender_id, message)
     select id, last_seq, revision, 'user', user_id, 'nobody told of me' from counted`,
    [conversationId],
  );
}

test('an event that vanished is noticed at the next one, fetched, and shown in its place', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  await storeSilently(id);
  await storeSilently(id);
  const repaired = await watchMetric(internalUrls('realtime'), 'livechat_messages_repaired_total');
  await send(user, id, 'told');
  await expect.poll(() => seqsOf(agent)).toEqual([2, 3, 4]);
  await expect.poll(repaired).toBe(3);
});

test('the last event can vanish too: it is fetched within 25 s', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  await storeSilently(id);
  await expect.poll(() => seqsOf(agent), { timeout: 25_000 }).toEqual([2]);
});

/** A change of a message of which the bus never told. */
async function changeSilently(conversationId: number, seq: number, change: string): Promise<void> {
  await query(
    `with counted as (
       update chat_conversations set revision = revision + 1 where id = $1 returning id, revision
     )
     update chat_messages m set ${change}, revision = counted.revision
     from counted where m.conversation_id = counted.id and m.seq = $2`,
    [conversationId, seq],
  );
}

test('edits and marks that nobody told of are told as soon as something else is', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [customer, agent] = [await connectSocket(user), await connectSocket(staff)];
  for (const socket of [customer, agent]) await join(socket, id);
  await send(staff, id, 'What do you see?');
  await expect.poll(() => seqsOf(customer)).toEqual([2]);
  await changeSilently(id, 1, "message = 'changed', is_edited = true, edited_at = now()");
  await changeSilently(id, 2, "status = 'read', read_at = now(), read_by = 1, delivered_at = now()");
  await send(user, id, 'A red light.');
  for (const socket of [customer, agent]) {
    await expect.poll(() => seqsOf(socket)).toEqual([2, 3]);
    await expect
      .poll(() => socket.received('message-updated').map(({ message }) => [message.seq, message.message]))
      .toEqual([[1, 'changed']]);
    const mark = { conversationId: id, upToSeq: 2 };
    await expect.poll(() => socket.received('messages-read')).toMatchObject([{ ...mark, readerType: 'user' }]);
    await expect.poll(() => socket.received('messages-delivered')).toMatchObject([{ ...mark, recipientType: 'user' }]);
  }
});

test('a lost edit with nothing after it is told within 25 s', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  await changeSilently(id, 1, "message = 'changed', is_edited = true, edited_at = now()");
  await expect
    .poll(() => agent.received('message-updated').map(({ message }) => message.message), { timeout: 25_000 })
    .toEqual(['changed']);
});
