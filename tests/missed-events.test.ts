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
       update chat_conversations set last_seq = last_seq + 1, admin_unread_count = admin_unread_count + 1
       where id = $1 returning id, user_id, last_seq
     )
     insert into chat_messages (conversation_id, seq, sender_type, sender_id, message)
     select id, last_seq, 'user', user_id, 'nobody told of me' from counted`,
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
  await expect.poll(repaired).toBe(2);
});

test('the last event can vanish too: it is fetched within 25 s', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  await storeSilently(id);
  await expect.poll(() => seqsOf(agent), { timeout: 25_000 }).toEqual([2]);
});
