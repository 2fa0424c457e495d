import type { Principal } from '@livechat/contracts/actor';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { openConversation, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { connectSocket } from './setup/sockets.ts';

interface Standing {
  principal: Principal;
  remaining: { conversations: number; messages: number | null };
  support: { online: boolean };
}

let instance: FurtherInstance | undefined;
let gateway = '';

/** With the limits as they are without settings. */
beforeAll(async () => {
  const environment = inject('system').further.gateway[2];
  const limits = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '']));
  instance = await startFurther('gateway', { ...environment, ...limits });
  gateway = `http://127.0.0.1:${environment?.PORT}`;
});

afterAll(() => instance?.kill());

async function standingOf({ token }: Person): Promise<Standing> {
  const { status, body } = await callApi<Standing>('GET', '/api/chat/me', { token, gateway });
  expect(status).toBe(200);
  return body;
}

test('a user sees who they are and what their limits still allow', async () => {
  const user = newPerson('user');
  const principal = await principalOf(user);
  expect(await standingOf(user)).toMatchObject({ principal, remaining: { conversations: 5, messages: 30 } });
  const { id } = await openConversation(user);
  await callApi('POST', `/api/chat/conversations/${id}/messages`, {
    token: user.token,
    gateway,
    body: { message: 'one of thirty' },
  });
  expect((await standingOf(user)).remaining).toEqual({ conversations: 4, messages: 29 });
  // By another gateway, whose limits are wide: those of open conversations hold all the same.
  await openConversation(user);
  await send(user, id, 'not counted where limits are wide');
  expect((await standingOf(user)).remaining.conversations).toBe(3);
});

test('a user sees whether support is there', async () => {
  const agent = await connectSocket(newPerson('admin'));
  await expect.poll(async () => (await standingOf(newPerson('user'))).support).toEqual({ online: true });
  agent.socket.close();
});

test('staff have a standing of their own', async () => {
  const staff = newPerson('admin');
  expect((await standingOf(staff)).remaining).toEqual({ conversations: 0, messages: 300 });
});
