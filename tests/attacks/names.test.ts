import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { callApi } from '../setup/api.ts';
import { openConversation } from '../setup/conversations.ts';
import { query } from '../setup/database.ts';
import { newPerson, principalOf, signToken } from '../setup/people.ts';
import { connectSocket } from '../setup/sockets.ts';

const staff = newPerson('admin');

async function shownName(name: string): Promise<string> {
  return (await principalOf(newPerson('user', name))).displayName;
}

test('a customer cannot be shown under a name that reads like support', async () => {
  for (const name of ['Support', 'Suppоrt', 'Ｓｕｐｐｏｒｔ', 'Sup\u200bport', 'The Suppоrt Team']) {
    expect(await shownName(name), name).toBe('Customer');
  }
  expect(await shownName('Maria Garcia')).toBe('Maria Garcia');
});

test('nor under one that reads like a colleague’s, over either door, while one who is called the same keeps it', async () => {
  const colleague = `Anna ${randomUUID().replaceAll(/[^a-f]/g, '')}`;
  await principalOf(newPerson('admin', colleague));
  // Each instance of chat knows new staff after ten seconds; so many calls reach both.
  const impostor = colleague.replace('A', 'А');
  const shown = () => Promise.all(Array.from({ length: 16 }, () => shownName(impostor)));
  await expect
    .poll(async () => new Set(await shown()), { timeout: 60_000, interval: 500 })
    .toEqual(new Set(['Customer']));
  expect(await shownName(colleague)).toBe(colleague);

  const customer = newPerson('user', impostor);
  const { id } = await openConversation(customer);
  const { id: userId } = await principalOf(customer);
  const { body } = await staff.call<{ conversations: { user: { displayName: string } }[] }>(
    'GET',
    `/api/chat/admin/conversations?userId=${userId}`,
  );
  expect(body.conversations.map(({ user }) => user.displayName)).toEqual(['Customer']);
  const agent = await connectSocket(staff);
  await agent.socket.emitWithAck('join-chat', { conversationId: id });
  const own = await connectSocket(customer);
  await own.socket.emitWithAck('join-chat', { conversationId: id });
  own.socket.emit('typing-start', { conversationId: id });
  await expect.poll(() => agent.received('user-typing')[0]).toMatchObject({ displayName: 'Customer' });
  own.socket.emit('send-chat-message', { conversationId: id, message: 'It is me' });
  await expect.poll(() => agent.received('new-chat-message').length).toBeGreaterThan(0);
  expect(JSON.stringify(agent.received('new-chat-message'))).not.toContain(impostor);
});

test('a name that was replaced is not written anew at each token', async () => {
  const customer = newPerson('user', 'Support');
  const { id } = await principalOf(customer);
  const [first] = await query('select xmin::text from users where id = $1', [id]);
  const { subject: sub, username } = customer;
  await callApi('GET', '/api/auth/me', { token: signToken({ sub, username, role: 'user', name: 'Suppоrt' }) });
  expect(await query('select xmin::text from users where id = $1', [id])).toEqual([first]);
});
