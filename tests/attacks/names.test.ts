import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { callApi } from '../setup/api.ts';
import { adminConversationsPath, openConversation, readAll, send } from '../setup/conversations.ts';
import { query } from '../setup/database.ts';
import { logLines, logText } from '../setup/logs.ts';
import { internalUrls, watchMetric } from '../setup/metrics.ts';
import { newPerson, type Person, principalOf, signToken } from '../setup/people.ts';
import { connectSocket, join } from '../setup/sockets.ts';

const shownName = async (person: Person) => (await principalOf(person)).displayName;

/** A name that nobody else has, in letters that have look-alikes: for every figure of an id one of sixteen syllables. */
function newName(): string {
  const syllables = 'pa pe po ca ce co xa xe xo ya ye yo sa se so pi'.split(' ');
  const name = [...randomUUID().slice(0, 8)].map((figure) => syllables[Number.parseInt(figure, 16)]).join('');
  return `Anna ${name}`;
}

/** Staff of a new name, once every instance of chat knows of them, which takes ten seconds at most. */
async function newStaff(name: string, username: string): Promise<void> {
  const token = signToken({ sub: randomUUID(), role: 'admin', username, name });
  expect((await callApi('GET', '/api/auth/me', { token })).status).toBe(200);
  const shownToAll = async () => {
    const tries = Array.from({ length: 12 }, () => shownName(newPerson('user', name.replace('A', 'А'))));
    return [...new Set(await Promise.all(tries))];
  };
  await expect.poll(shownToAll, { timeout: 20_000, interval: 500 }).toEqual(['Customer']);
}

test.each(['Support', 'Supроrt', 'Su\u200bpport', 'ＳＵＰＰＯＲＴ', '\u202etroppuS', 'The Suppоrt Team'])(
  'a customer named %s is shown as Customer, to everybody and over both doors',
  async (name) => {
    const [customer, staff] = [newPerson('user', name), newPerson('admin')];
    const { id: userId } = await principalOf(customer);
    const agent = await connectSocket(staff);
    const { id } = await openConversation(customer, { message: 'first' });
    const device = await connectSocket(customer);
    await join(agent, id);
    await join(device, id);
    await device.ask('typing-start', { conversationId: id });
    await expect.poll(() => agent.received('user-typing')).toMatchObject([{ userId, displayName: 'Customer' }]);
    await send(customer, id, 'over REST');
    await device.ask('send-chat-message', { conversationId: id, message: 'over a socket' });
    await expect
      .poll(() => agent.received('new-chat-message'))
      .toMatchObject([{ message: { senderName: 'Customer' } }, { message: { senderName: 'Customer' } }]);

    expect((await readAll(staff, id)).map(({ senderName }) => senderName)).toEqual([
      'Customer',
      'Customer',
      'Customer',
    ]);
    const list = await staff.call('GET', `${adminConversationsPath}?userId=${userId}`);
    expect(list.body).toMatchObject({ conversations: [{ id, user: { id: userId, displayName: 'Customer' } }] });
    const heard = ['new-user-message', 'new-chat-message', 'user-typing', 'presence-changed'] as const;
    expect(JSON.stringify([list.body, heard.map((event) => agent.received(event))])).not.toContain(name);
  },
);

test('a customer whose name looks like that of somebody on the staff is shown as Customer; their namesake is not', async () => {
  const [name, username] = [newName(), newName()];
  await newStaff(name, username);
  for (const lookAlike of [
    name.replace('o', 'о').replace('e', 'е').replace('a', 'а'),
    `${name}\u200b`,
    ` ${name}\u202c`,
  ]) {
    expect(await shownName(newPerson('user', lookAlike))).toBe('Customer');
  }
  for (const honest of [name, name.toLowerCase(), name.toUpperCase(), `${name} Bell`]) {
    expect(await shownName(newPerson('user', honest))).toBe(honest);
  }
  expect(await shownName(newPerson('admin', name.replace('A', 'А')))).toBe(name.replace('A', 'А'));
  expect(await shownName(newPerson('user', username.replace('A', 'А')))).toBe('Customer');
});

test('honest names of many scripts stay as they are', async () => {
  for (const name of [
    'Νίκος',
    'Анна Ёлкина',
    'علي',
    '王小明',
    'Aydın Işık',
    'Groß',
    'Søren Mæland',
    'Acme Support GmbH',
  ]) {
    expect(await shownName(newPerson('user', name))).toBe(name);
  }
});

test('a refused name is refused at every token, costs one write and one line without it, and is counted once', async () => {
  const [sub, username] = [randomUUID(), `canary-${randomUUID()}`];
  const name = `Suppоrt ${username}`;
  const counted = await watchMetric(internalUrls('chat'), 'livechat_names_replaced_total', {
    why: 'reads like support',
  });
  const sign = async (claims: object) => {
    const token = signToken({ sub, username, jti: randomUUID(), ...claims });
    return (await callApi<{ principal: { id: number } }>('GET', '/api/auth/me', { token })).body.principal;
  };
  const first = await sign({ name });
  expect(first).toMatchObject({ username, displayName: 'Customer' });
  const stored = () => query('select display_name, xmin::text from users where id = $1', [first.id]);
  const before = await stored();
  expect(before).toMatchObject([{ display_name: 'Customer' }]);
  expect(await sign({ name })).toEqual(first);
  expect(await stored()).toEqual(before);
  expect(await counted()).toBe(1);
  const lines = () => logLines().filter((line) => line.id === first.id && line.role === 'user' && line.reason);
  await expect.poll(lines).toMatchObject([{ level: 'warn', reason: 'reads like support' }]);
  expect(logText()).not.toContain(username);

  expect(await sign({ name: 'Carla' })).toMatchObject({ displayName: 'Carla' });
  expect(await sign({ name })).toMatchObject({ displayName: 'Customer' });
  expect(await sign({})).toMatchObject({ displayName: username });
  expect(await sign({ username: 'аdmin', name: 'Customer' })).toMatchObject({ displayName: 'Customer' });
  expect(await sign({ username: 'аdmin' })).toMatchObject({ username: 'аdmin', displayName: 'Customer' });
});

test('no account is made for a customer under such a name; for staff there is', async () => {
  const script = resolve(import.meta.dirname, '../../services/chat/src/create-account.ts');
  const env = { ...process.env, DATABASE_URL: inject('system').databaseUrl, ACCOUNT_PASSWORD: randomUUID() };
  const create = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--conditions=source', script, ...args], { env });
  const name = newName();
  const [username, other] = [`${randomUUID()}`, `${randomUUID()}`];
  await create('--role', 'admin', '--username', username, '--display-name', name);
  for (const [refused, fault] of [
    [name.replace('A', 'А'), 'reads like staff'],
    ['Suppоrt', 'reads like support'],
  ] as const) {
    await expect(create('--role', 'user', '--username', other, '--display-name', refused)).rejects.toMatchObject({
      code: 1,
      stderr: `a customer cannot be called ${refused}: the name ${fault}\n`,
    });
  }
  expect(await query('select id from users where username = $1', [other])).toEqual([]);
  await create('--role', 'user', '--username', other, '--display-name', name);
  await create('--role', 'admin', '--username', other, '--display-name', 'Suppоrt');
  await query('delete from users where username = $1', [other]);
  await query('delete from admins where username = any($1)', [[username, other]]);
});

test('what is no part of a name is not shown, to anybody and over both doors; who has no name left is called by their username', async () => {
  const [sub, username] = [randomUUID(), `user-${randomUUID().slice(0, 8)}`];
  const staff = newPerson('admin');
  const sign = async (claims: object) => {
    const token = signToken({ sub, username, jti: randomUUID(), ...claims });
    const { body } = await callApi<{ principal: { displayName: string } }>('GET', '/api/auth/me', { token });
    return body.principal.displayName;
  };
  expect(await sign({ name: '<i>Carla</i>\u0007 <script>steal()</script>Costa' })).toBe('Carla Costa');
  expect(await sign({ name: '\u202eCarla' })).toBe('\u202eCarla\u202c');
  expect(await sign({ name: `${'n'.repeat(127)}\u202e` })).toHaveLength(127);
  for (const nothing of ['', ' \n', '\u200b\u202e', '<b></b>']) expect(await sign({ name: nothing })).toBe(username);
  expect(await sign({ username: '<b></b>', name: '\u200b' })).toBe('Customer');
  const admin = signToken({ sub, role: 'admin', username: '<b></b>' });
  expect((await callApi('GET', '/api/auth/me', { token: admin })).body).toMatchObject({
    principal: { username: '<b></b>', displayName: 'Staff' },
  });

  const customer = newPerson('user', '<b>Carlo</b>\u202e');
  const agent = await connectSocket(staff);
  const { id } = await openConversation(customer);
  await join(agent, id);
  await send(customer, id, 'hello');
  const shown = 'Carlo\u202e\u202c';
  await expect.poll(() => agent.received('new-chat-message')).toMatchObject([{ message: { senderName: shown } }]);
  const { id: userId } = await principalOf(customer);
  expect(await query('select display_name from users where id = $1', [userId])).toEqual([{ display_name: shown }]);
});
