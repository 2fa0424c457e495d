import { expect, test } from 'vitest';
import { openConversation, send } from './setup/conversations.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { connectSocket, connectToBoth, join } from './setup/sockets.ts';

test('the others in the conversation see who writes, on every instance; oneself and strangers do not', async () => {
  const [user, staff, stranger] = [newPerson('user', 'Carl'), newPerson('admin'), newPerson('user')];
  const { id: userId } = await principalOf(user);
  const { id } = await openConversation(user);
  const [writer, otherDevice] = [await connectSocket(user), await connectSocket(user)];
  const agents = await connectToBoth(staff);
  const outsider = await connectSocket(stranger);
  for (const socket of [writer, otherDevice, ...agents]) await join(socket, id);

  expect(await writer.ask('typing-start', { conversationId: id })).toEqual({ ok: true });
  const event = { conversationId: id, userType: 'user', userId, displayName: 'Carl' };
  for (const agent of agents) {
    await expect.poll(() => agent.received('user-typing')).toEqual([{ ...event, isTyping: true }]);
  }
  await writer.ask('typing-stop', { conversationId: id });
  for (const agent of agents) {
    await expect.poll(() => agent.received('user-typing').at(-1)).toEqual({ ...event, isTyping: false });
  }
  for (const socket of [writer, otherDevice, outsider]) expect(socket.received('user-typing')).toEqual([]);
  expect(await outsider.ask('typing-start', { conversationId: id })).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

test('it stops with a message, on leaving, on disconnect, and by itself after 6 s of silence', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  const states = () => agent.received('user-typing').map(({ isTyping }) => isTyping);
  const writer = await connectSocket(user);
  const write = async (socket: typeof writer) => {
    await join(socket, id);
    await socket.ask('typing-start', { conversationId: id });
  };

  await write(writer);
  await expect.poll(states).toEqual([true]);
  await send(user, id, 'done');
  await expect.poll(states).toEqual([true, false]);

  await write(writer);
  await writer.ask('leave-chat', { conversationId: id });
  await expect.poll(states).toEqual([true, false, true, false]);

  await write(writer);
  await expect.poll(states).toHaveLength(5);
  writer.socket.close();
  await expect.poll(states).toEqual([true, false, true, false, true, false]);

  await write(await connectSocket(user));
  await expect.poll(states).toHaveLength(7);
  const began = performance.now();
  await expect.poll(states, { timeout: 10_000 }).toHaveLength(8);
  expect(performance.now() - began).toBeGreaterThan(4_000);
});
