import { expect, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { newPerson, signToken } from './setup/people.ts';
import { connectSocket, connectToBoth } from './setup/sockets.ts';

interface Session {
  accessToken: string;
  refreshToken: string;
  tokenType: string;
  expiresIn: number;
  principal: { role: string; username: string; displayName: string };
}

const login = (body: object) => callApi<Session>('POST', '/api/auth/login', { body });
const refresh = (refreshToken: string) => callApi<Session>('POST', '/api/auth/refresh', { body: { refreshToken } });

test('the demo user and the demo agent sign in, and their token works', async () => {
  const user = await login({ username: 'demo', password: 'demo' });
  expect(user).toMatchObject({ status: 200, body: { tokenType: 'Bearer', principal: { role: 'user' } } });
  expect(user.body.expiresIn).toBeGreaterThan(60);
  const me = await callApi('GET', '/api/auth/me', { token: user.body.accessToken });
  expect(me.body).toEqual({ principal: user.body.principal });
  const agent = await login({ username: 'Agent', password: 'agent', role: 'admin' });
  expect(agent).toMatchObject({ status: 200, body: { principal: { role: 'admin', username: 'agent' } } });
});

test('a wrong password, an unknown name and the wrong role are the same INVALID_CREDENTIALS', async () => {
  const answers = await Promise.all([
    login({ username: 'demo', password: 'wrong' }),
    login({ username: 'nobody', password: 'demo' }),
    login({ username: 'demo', password: 'demo', role: 'admin' }),
  ]);
  for (const { status, body } of answers) {
    expect([status, { ...body, requestId: '' }]).toEqual([401, { ...answers[0]?.body, requestId: '' }]);
    expect(body).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  }
});

test('a refresh token works once; used twice, it ends its whole family', async () => {
  const { body: first } = await login({ username: 'demo', password: 'demo' });
  const { body: second, status } = await refresh(first.refreshToken);
  expect(status).toBe(200);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect((await callApi('GET', '/api/auth/me', { token: second.accessToken })).status).toBe(200);
  expect(await refresh(first.refreshToken)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  expect(await refresh(second.refreshToken)).toMatchObject({ status: 401 });
  expect(await refresh('made-up')).toMatchObject({ status: 401 });
  await expect.poll(() => isBelieved(second.accessToken)).toBe(false);
});

async function isBelieved(token: string): Promise<boolean> {
  // Several times, because each of two gateways is asked by turns.
  const answers = await Promise.all(Array.from({ length: 6 }, () => callApi('GET', '/api/auth/me', { token })));
  return answers.some(({ status }) => status === 200);
}

test('signing out ends the access token, its family and the open sockets on every instance within 2 s', async () => {
  const { body: session } = await login({ username: 'demo', password: 'demo' });
  const { body: other } = await login({ username: 'demo', password: 'demo' });
  const refreshed = (await refresh(session.refreshToken)).body;
  const person = { ...newPerson('user'), token: session.accessToken };
  const sockets = await connectToBoth(person);
  const otherDevice = await connectSocket({ ...person, token: other.accessToken });

  const began = performance.now();
  const { status } = await callApi('POST', '/api/auth/logout', { token: refreshed.accessToken });
  expect(status).toBe(204);
  for (const { socket } of sockets) await expect.poll(() => socket.connected).toBe(false);
  for (const { accessToken } of [session, refreshed]) {
    await expect.poll(() => isBelieved(accessToken)).toBe(false);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await refresh(refreshed.refreshToken)).toMatchObject({ status: 401 });
  expect(otherDevice.socket.connected).toBe(true);
  expect(await isBelieved(other.accessToken)).toBe(true);
});

test('a token of a host application is signed out too; nobody signs out somebody else by their refresh token', async () => {
  const [person, thief] = [newPerson('user'), newPerson('user')];
  const { body: session } = await login({ username: 'demo', password: 'demo' });
  const stolen = { refreshToken: session.refreshToken };
  expect((await callApi('POST', '/api/auth/logout', { token: thief.token, body: stolen })).status).toBe(204);
  expect((await refresh(session.refreshToken)).status).toBe(200);

  expect(await isBelieved(person.token)).toBe(true);
  expect((await callApi('POST', '/api/auth/logout', { token: person.token })).status).toBe(204);
  await expect.poll(() => isBelieved(person.token)).toBe(false);
  await expect.poll(() => isBelieved(thief.token)).toBe(false);
  expect(await callApi('POST', '/api/auth/logout')).toMatchObject({ status: 401 });
});

test('a socket renews its token in place and outlives the old one', async () => {
  const person = newPerson('user');
  const short = signToken({ sub: person.subject, username: person.username, name: 'Carl Customer' }, { expiresIn: 3 });
  const { socket, ask, received } = await connectSocket({ ...person, token: short }, { reconnection: false });
  await expect.poll(() => received('auth-expiring')).toHaveLength(1);
  const answer = await ask('authenticate', { token: person.token });
  expect(answer).toMatchObject({ ok: true });
  expect(Date.parse(String(answer.expiresAt))).toBeGreaterThan(Date.now() + 500_000);
  expect(await ask('authenticate', { token: 'garbage' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  const oldEnd = Date.parse(received('auth-expiring')[0]?.expiresAt ?? '');
  await expect.poll(() => Date.now() > oldEnd + 500, { timeout: 10_000 }).toBe(true);
  expect(socket.connected).toBe(true);
});

test('a token of somebody else is refused in place, and the socket is closed', async () => {
  const [person, other] = [newPerson('user'), newPerson('user')];
  const { socket, ask } = await connectSocket(person, { reconnection: false });
  expect(await ask('authenticate', { token: other.token })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  await expect.poll(() => socket.connected).toBe(false);
});
