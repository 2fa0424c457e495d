import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect, inject, test } from 'vitest';
import { messagesPath, openConversation } from './setup/conversations.ts';
import { internalUrls, watchMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';

/** Tries to sign in from one of the many addresses of this machine. Resolves to the answer's status. */
function tryToSignIn(localAddress: string): Promise<number> {
  const body = JSON.stringify({ username: `nobody-${randomUUID()}`, password: 'wrong' });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(
      `${inject('system').gateway}/api/auth/login`,
      { method: 'POST', localAddress, headers, agent: false, timeout: 20_000 },
      (response) => response.resume().once('end', () => resolve(response.statusCode ?? 0)),
    );
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', reject);
    asked.end(body);
  });
}

test('more sign-ins than passwords can be checked are refused, and nobody who is signed in notices', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const others = { what: 'request', reason: 'others refuse' };
  const refusedForOthers = await watchMetric(internalUrls('gateway'), 'livechat_door_shed_total', others);
  const logins = { request: 'openSession' };
  const shedLogins = await watchMetric(internalUrls('chat'), 'livechat_bus_requests_shed_total', logins);

  const addresses = Array.from({ length: 60 }, (_, index) => `127.0.13.${index + 1}`);
  let isOver = false;
  const burst = Promise.all(addresses.flatMap((address) => Array.from({ length: 5 }, () => tryToSignIn(address))));
  void burst.finally(() => {
    isOver = true;
  });
  // Enough at once to find the doors shut, if somebody shut them.
  const readers = Array.from({ length: 40 }, async () => {
    while (!isOver) await user.call('GET', messagesPath(user, id));
  });
  await Promise.all(readers);

  expect(new Set(await burst)).toEqual(new Set([401, 503]));
  expect(await shedLogins()).toBeGreaterThan(10);
  expect(await refusedForOthers()).toBe(0);
}, 60_000);
