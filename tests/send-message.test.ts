import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

test('user and staff write by turns: seqs without a gap, each side’s unread count grows by one', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin', 'Ada')];
  const { id } = await openConversation(user);
  const answer = await send(staff, id, "Hello! I'll help you.");
  expect(answer.status).toBe(201);
  expect(answer.body.message).toMatchObject({ seq: 2, senderType: 'admin', senderName: 'Ada' });
  expect((await send(user, id, 'Thank you')).body.message.seq).toBe(3);
  expect(await readConversation(user, id)).toMatchObject({
    lastSeq: 3,
    userUnreadCount: 1,
    adminUnreadCount: 2,
    lastMessageBy: 'user',
  });
});

test('a first answer of staff makes the conversation theirs and is in its history', async () => {
  const [user, first, second] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const { id } = await openConversation(user);
  await send(first, id, 'mine');
  await send(second, id, 'me too');
  const { id: adminId } = await principalOf(first);
  expect((await readConversation(first, id)).adminId).toBe(adminId);
  const changes = await query('select * from chat_conversation_changes where conversation_id = $1', [id]);
  expect(changes).toMatchObject([
    { actor_type: 'admin', actor_id: adminId, what: 'assignee', from_value: null, to_value: String(adminId) },
  ]);
});

test('one clientMessageId is one message over both doors and at once; another text under it is a CONFLICT', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const { ask } = await connectSocket(user);
  const clientMessageId = randomUUID();
  const message = 'once <b>and</b> for all';
  const rest = Array.from({ length: 4 }, () => send(user, id, message, { clientMessageId }));
  const sockets = Array.from({ length: 4 }, () =>
    ask('send-chat-message', { conversationId: id, message, clientMessageId }),
  );
  const statuses = (await Promise.all(rest)).map(({ status }) => status);
  expect(statuses.every((status) => status === 200 || status === 201)).toBe(true);
  const seqs = (await Promise.all(sockets)).map((answer) => (answer.message as { seq: number }).seq);
  expect(seqs).toEqual([2, 2, 2, 2]);
  expect(await readAll(user, id)).toHaveLength(2);
  expect((await readConversation(user, id)).adminUnreadCount).toBe(2);

  const other = await send(user, id, 'another text', { clientMessageId });
  expect(other).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
});

test('a clientMessageId belongs to its sender: another sender may use the same', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const clientMessageId = randomUUID();
  expect((await send(user, id, 'from the user', { clientMessageId })).status).toBe(201);
  expect((await send(staff, id, 'from staff', { clientMessageId })).status).toBe(201);
});

test('twenty senders at once get the seqs 2 to 21, each once', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => send(index % 2 === 0 ? user : staff, id, `message ${index}`)),
  );
  const seqs = answers.map(({ body }) => body.message.seq).sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  expect(await readConversation(user, id)).toMatchObject({ adminUnreadCount: 11, userUnreadCount: 10, lastSeq: 21 });
});

test('a user’s message opens a closed conversation again, with a line that says so; staff are refused', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  await query("update chat_conversations set status = 'closed', closed_at = now() where id = $1", [id]);
  expect(await send(staff, id, 'too late')).toMatchObject({ status: 409, body: { code: 'CONVERSATION_CLOSED' } });

  expect((await send(user, id, 'it burns again')).body.message.seq).toBe(2);
  const messages = await readAll(user, id);
  expect(messages.map(({ seq, messageType, senderType }) => [seq, messageType, senderType])).toEqual([
    [1, 'text', 'user'],
    [2, 'text', 'user'],
    [3, 'system', 'admin'],
  ]);
  expect(messages[2]).toMatchObject({ senderId: null, metadata: { system: { from: 'closed', to: 'open' } } });
  expect(await readConversation(user, id)).toMatchObject({
    status: 'open',
    closedAt: null,
    lastSeq: 3,
    userUnreadCount: 0,
    adminUnreadCount: 2,
  });
});

test('a message can answer one of its own conversation only', async () => {
  const user = newPerson('user');
  const [here, there] = [await openConversation(user), await openConversation(user)];
  const [first] = await readAll(user, here.id);
  const [foreign] = await readAll(user, there.id);
  const answer = await send(user, here.id, 'about that', { replyToId: first?.id });
  expect(answer.body.message.replyToId).toBe(first?.id);
  expect(await send(user, here.id, 'about that', { replyToId: foreign?.id })).toMatchObject({
    status: 404,
    body: { code: 'NOT_FOUND' },
  });
});

test('foreign and missing conversations are the same NOT_FOUND, and nothing is stored', async () => {
  const [owner, stranger] = [newPerson('user'), newPerson('user')];
  const { id } = await openConversation(owner);
  const [foreign, missing] = [await send(stranger, id, 'let me in'), await send(stranger, 999_999_999, 'let me in')];
  expect(foreign.status).toBe(404);
  expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
  const { ask } = await connectSocket(stranger);
  expect(await ask('send-chat-message', { conversationId: id, message: 'let me in' })).toMatchObject({
    ok: false,
    error: { code: 'NOT_FOUND' },
  });
  expect(await readAll(owner, id)).toHaveLength(1);
});

test('moderation cleans markup away and leaves honest text byte for byte', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const cleaned = await send(user, id, '<script>alert(1)</script>Hi <b>there</b>');
  expect(cleaned.body.message.message).toBe('Hi there');
  const honest = 'if (a < b && c > d) return List<String>; // I <3 it & "quotes" 👩‍👩‍👧 مرحبا';
  expect((await send(user, id, honest)).body.message.message).toBe(honest);
});

test('what nobody could see is refused: white space, zero-width signs, only tags', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  for (const invisible of ['', ' \n\t ', '\u200b\u200d\ufeff', '<b></b>']) {
    const answer = await send(user, id, invisible);
    expect(answer, JSON.stringify(invisible)).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: 'message' }] },
    });
  }
});

test('the limit of 5000 counts characters as people do', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const sentence = 'Ünïcödé 🙂 ';
  const fits = sentence.repeat(500);
  expect([...fits]).toHaveLength(5000);
  expect((await send(user, id, fits)).status).toBe(201);
  expect(await send(user, id, `${fits}x`)).toMatchObject({ status: 400, body: { errors: [{ path: 'message' }] } });
});

test('a socket’s own words about who sends are compared with the token, never believed', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: userId } = await principalOf(user);
  const { id } = await openConversation(user);
  const { ask, received, socket } = await connectSocket(user);
  await join({ ask, received, socket, instance: () => '' }, id, { userType: 'user', userId });
  const base = { conversationId: id, message: 'it is me' };
  for (const own of [{ senderType: 'user', senderId: userId }, { senderId: user.subject }, {}]) {
    expect(await ask('send-chat-message', { ...base, ...own })).toMatchObject({ ok: true });
  }
  const staffId = (await principalOf(staff)).id;
  for (const forged of [{ senderType: 'admin', senderId: staffId }, { senderId: userId + 1 }, { senderId: null }]) {
    expect(await ask('send-chat-message', { ...base, ...forged })).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    });
  }
  expect((await readAll(user, id)).every(({ senderType }) => senderType === 'user')).toBe(true);
});
