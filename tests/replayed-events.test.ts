import { expect, test } from 'vitest';
import { conversationsPath, openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { connectNats } from './setup/nats.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

test('every event of a conversation told three times more changes nothing: no message, edit or mark shows again', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const nats = await connectNats();
  const told: { subject: string; payload: Uint8Array }[] = [];
  nats.subscribe('livechat.v1.event.conversation.*.message-created', { callback: keep });
  nats.subscribe('livechat.v1.event.conversation.*.message-edited', { callback: keep });
  nats.subscribe('livechat.v1.event.conversation.*.messages-read', { callback: keep });
  function keep(err: Error | null, { subject, data }: { subject: string; data: Uint8Array }) {
    if (!err) told.push({ subject, payload: data });
  }
  await nats.flush();
  const [customer, agent] = [await connectSocket(user), await connectSocket(staff)];
  const { id } = await openConversation(user);
  for (const socket of [customer, agent]) await join(socket, id);
  const { body } = await send(user, id, 'one');
  for (const text of ['two', 'three']) await send(staff, id, text);
  await user.call('PATCH', `${conversationsPath}/${id}/messages/${body.message.id}`, { message: 'one, corrected' });
  await user.call('PATCH', `${conversationsPath}/${id}/messages/read`, {});
  const names = ['new-chat-message', 'message-updated', 'messages-read'] as const;
  const counts = (socket: typeof agent) => names.map((name) => socket.received(name).length);
  for (const socket of [customer, agent]) await expect.poll(() => counts(socket)).toEqual([3, 1, 1]);
  const own = () => told.filter(({ subject }) => subject.includes(`.${id}.`));
  await expect.poll(() => own().length).toBe(6);
  const [messages, conversation] = [await readAll(user, id), await readConversation(user, id)];
  const notices = () => agent.received('new-user-message').filter(({ conversationId }) => conversationId === id).length;
  await expect.poll(notices).toBe(2);

  const chat = await connectNats('chat');
  for (let round = 0; round < 3; round += 1) {
    for (const { subject, payload } of own().slice(0, 6)) chat.publish(subject, payload);
  }
  await chat.flush();
  // What comes after them is the proof that they have been heard.
  await send(user, id, 'four');
  for (const socket of [customer, agent]) await expect.poll(() => counts(socket)[0]).toBe(4);
  for (const socket of [customer, agent]) expect(counts(socket)).toEqual([4, 1, 1]);
  await expect.poll(notices).toBe(3);
  expect((await readAll(user, id)).slice(0, 4)).toEqual(messages);
  expect(await readConversation(user, id)).toMatchObject({ userUnreadCount: conversation.userUnreadCount });
  await Promise.all([nats.close(), chat.close()]);
});
