import type { Conversation } from '@livechat/contracts/chat/conversation';
import { expect, test } from 'vitest';
import { adminConversationsPath, conversationsPath, openConversation, send } from './setup/conversations.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { connectSocket } from './setup/sockets.ts';

const change = (person: Person, id: number, what: 'status' | 'assignee', body: object) => {
  const base = person.role === 'admin' ? adminConversationsPath : conversationsPath;
  return person.call<{ conversation: Conversation }>('PATCH', `${base}/${id}/${what}`, body);
};

test('staff set status and priority, and who did what is in the history', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin', 'Ada')];
  const { id: adminId } = await principalOf(staff);
  const { id } = await openConversation(user);
  expect(await change(staff, id, 'status', { status: 'pending', priority: 'urgent' })).toMatchObject({
    status: 200,
    body: { conversation: { status: 'pending', priority: 'urgent' } },
  });
  const closed = await change(staff, id, 'status', { status: 'closed' });
  expect(closed.body.conversation).toMatchObject({ status: 'closed', closedBy: adminId });
  expect(closed.body.conversation.closedAt).not.toBeNull();
  await change(staff, id, 'status', { status: 'closed' });
  await change(staff, id, 'assignee', { adminId });

  const { body } = await staff.call<{ changes: object[] }>('GET', `${adminConversationsPath}/${id}/history`);
  const by = { type: 'admin', id: adminId, displayName: 'Ada' };
  expect(body.changes).toMatchObject([
    { by, what: 'status', from: 'open', to: 'pending' },
    { by, what: 'priority', from: 'medium', to: 'urgent' },
    { by, what: 'status', from: 'pending', to: 'closed' },
    { by, what: 'assignee', from: null, to: adminId },
  ]);
});

test('a user closes their own conversation and nothing else; it no longer counts against the limit', async () => {
  const [user, stranger] = [newPerson('user'), newPerson('user')];
  const conversations = [];
  for (let number = 0; number < 5; number += 1) conversations.push(await openConversation(user));
  const id = conversations[0]?.id ?? 0;
  expect(await change(user, id, 'status', { status: 'open' })).toMatchObject({ status: 400 });
  expect(await change(user, id, 'status', { status: 'closed', priority: 'low' })).toMatchObject({ status: 400 });
  expect(await change(stranger, id, 'status', { status: 'closed' })).toMatchObject({ status: 404 });
  const closed = await change(user, id, 'status', { status: 'closed' });
  expect(closed).toMatchObject({ status: 200, body: { conversation: { status: 'closed', closedBy: null } } });
  await openConversation(user);
});

test('what does not fit is refused: nothing to change, an unknown status, an unknown admin', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  expect(await change(staff, id, 'status', {})).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  expect(await change(staff, id, 'status', { status: 'gone' })).toMatchObject({ status: 400 });
  expect(await change(staff, id, 'assignee', { adminId: 999_999_999 })).toMatchObject({ status: 404 });
  expect(await change(staff, 999_999_999, 'status', { status: 'open' })).toMatchObject({ status: 404 });
  expect(await change(user, id, 'assignee', { adminId: null })).toMatchObject({ status: 404 });
});

test('staff give a conversation to a colleague and take it back; agents show how many each has', async () => {
  const [user, staff, colleague] = [newPerson('user'), newPerson('admin'), newPerson('admin', 'Grace')];
  const { id: adminId } = await principalOf(colleague);
  const { id } = await openConversation(user);
  const agents = async () => {
    const { body } = await staff.call<{ agents: { id: number }[] }>('GET', '/api/chat/admin/agents');
    return body.agents.find((agent) => agent.id === adminId);
  };
  await change(staff, id, 'assignee', { adminId });
  expect(await agents()).toMatchObject({ username: colleague.username, displayName: 'Grace', openConversations: 1 });
  const back = await change(staff, id, 'assignee', { adminId: null });
  expect(back.body.conversation.adminId).toBeNull();
  expect(await agents()).toMatchObject({ openConversations: 0 });
});

test('its user on every device and all staff hear that a conversation was opened or changed; others do not', async () => {
  const [user, staff, stranger] = [newPerson('user'), newPerson('admin'), newPerson('user')];
  const [device, agent, outsider] = [
    await connectSocket(user),
    await connectSocket(staff),
    await connectSocket(stranger),
  ];
  const { id } = await openConversation(user);
  await change(staff, id, 'status', { priority: 'high' });
  await send(staff, id, 'mine now');
  for (const socket of [device, agent]) {
    const mine = (name: 'conversation-created' | 'conversation-updated') =>
      socket.received(name).filter(({ conversation }) => conversation.id === id);
    await expect.poll(() => mine('conversation-created')).toHaveLength(1);
    await expect.poll(() => mine('conversation-updated')).toHaveLength(2);
    expect(mine('conversation-updated')).toMatchObject([
      { conversation: { priority: 'high', adminId: null } },
      { conversation: { adminId: (await principalOf(staff)).id } },
    ]);
  }
  expect(outsider.received('conversation-created')).toEqual([]);
});
