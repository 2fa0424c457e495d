import { randomUUID } from 'node:crypto';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import type { Problem } from './setup/api.ts';
import { conversationsPath, openConversation, readAll } from './setup/conversations.ts';
import { newPerson, principalOf } from './setup/people.ts';

interface Created {
  conversation: Conversation;
  message: Message;
}

test('the seed’s example opens a conversation with its first message', async () => {
  const user = newPerson('user', 'Zoë Müller');
  const { id } = await principalOf(user);
  const { status, body } = await user.call<Created>('POST', conversationsPath, {
    username: user.username,
    subject: 'App Login Issue',
    priority: 'high',
    message: "I can't log into the app with my credentials.",
  });
  expect(status).toBe(201);
  expect(body.conversation).toMatchObject({
    userId: id,
    adminId: null,
    status: 'open',
    subject: 'App Login Issue',
    priority: 'high',
    lastMessageBy: 'user',
    userUnreadCount: 0,
    adminUnreadCount: 1,
    lastSeq: 1,
    closedAt: null,
    closedBy: null,
  });
  expect(body.message).toMatchObject({
    conversationId: body.conversation.id,
    seq: 1,
    senderType: 'user',
    senderId: id,
    senderName: 'Zoë Müller',
    message: "I can't log into the app with my credentials.",
    messageType: 'text',
    status: 'sent',
    metadata: null,
  });
  expect(body.conversation.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('priority is medium unless it is given, and the subject is trimmed', async () => {
  const conversation = await openConversation(newPerson('user'), { subject: '  spaces  ' });
  expect(conversation).toMatchObject({ priority: 'medium', subject: 'spaces' });
});

test('the same clientMessageId opens one conversation, however often and at once it is sent', async () => {
  const user = newPerson('user');
  const body = { subject: 'Once', message: 'only', clientMessageId: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => user.call<Created>('POST', conversationsPath, body)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  expect(new Set(answers.map((answer) => answer.body.conversation.id)).size).toBe(1);
  const [first] = answers;
  expect(await readAll(user, first?.body.conversation.id ?? 0)).toHaveLength(1);
});

test('the same clientMessageId with another text is a CONFLICT', async () => {
  const user = newPerson('user');
  const clientMessageId = randomUUID();
  await openConversation(user, { clientMessageId });
  const body = { subject: 'Other', message: 'another text', clientMessageId };
  const { status, body: problem } = await user.call<Problem>('POST', conversationsPath, body);
  expect([status, problem.code]).toEqual([409, 'CONFLICT']);
});

test('a user has at most five conversations that are not closed, in a race too', async () => {
  const user = newPerson('user');
  const body = { subject: 'One of many', message: 'hello' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => user.call<Problem>('POST', conversationsPath, body)),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map((answer) => [answer.status, answer.body.code])).toEqual(
    Array.from({ length: 3 }, () => [409, 'CONVERSATION_LIMIT_REACHED']),
  );
});

test('staff and other people’s names are refused, and nothing is stored', async () => {
  const [user, victim, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
  const body = { subject: 'Not mine', message: 'hello', username: victim.username };
  expect(await user.call('POST', conversationsPath, body)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(await staff.call('POST', conversationsPath, { subject: 'a', message: 'b' })).toMatchObject({ status: 403 });
  expect((await victim.call('GET', conversationsPath)).body).toMatchObject({ conversations: [] });
});
