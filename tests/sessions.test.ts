import { expect, test } from 'vitest';
import { callApi } from './setup/api.ts';

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
});
