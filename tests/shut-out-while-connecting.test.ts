import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { manifest } from './setup/processes.ts';
import { connectToBoth, openSocket } from './setup/sockets.ts';

const redis = () => manifest().infrastructure.redis.pid ?? 0;
afterEach(() => void process.kill(redis(), 'SIGCONT'));

test.each<[string, (person: Person) => Promise<{ status: number }>, number]>([
  ['token is revoked', (person) => person.call('POST', '/api/auth/logout', {}), 401],
  [
    'user is blocked',
    async (person) => {
      const { id } = await principalOf(person);
      return newPerson('admin').call('PUT', `/api/chat/admin/users/${id}/block`, { reason: 'for a test' });
    },
    403,
  ],
])('a socket whose %s while it is being let in does not stay open', async (_, shutOut, status) => {
  const person = newPerson('user');
  // Every instance knows the token, so that its check takes no time; what takes some is the question to Redis.
  for (const { socket } of await connectToBoth(person)) socket.close();
  await Promise.all(Array.from({ length: 8 }, () => person.call('GET', '/api/auth/me')));

  process.kill(redis(), 'SIGSTOP');
  const sockets = [];
  let isOut = false;
  for (let index = 0; !isOut && index < 15; index += 1) {
    sockets.push(openSocket({ auth: { token: person.token }, transports: ['websocket'], reconnection: false }));
    if (index === 6) {
      void shutOut(person).then((answer) => {
        expect(answer.status).toBe(204);
        isOut = true;
      });
    }
    await wait(15);
  }
  process.kill(redis(), 'SIGCONT');
  await wait(2_500);
  expect((await person.call('GET', '/api/auth/me')).status).toBe(status);
  expect(sockets.filter(({ connected }) => connected)).toHaveLength(0);
});
