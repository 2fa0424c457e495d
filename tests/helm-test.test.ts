import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { newPerson } from './setup/people.ts';

// What `helm test` runs in a cluster, against this system. Its gateway passes sockets on.
const script = resolve(import.meta.dirname, '../deploy/helm/livechat/files/send-a-message.mjs');

function runTest(environment: NodeJS.ProcessEnv): Promise<{ stdout: string }> {
  const { gateway } = inject('system');
  const env = { GATEWAY_URL: gateway, REALTIME_URL: gateway, ...environment };
  return promisify(execFile)(process.execPath, [script], { env, timeout: 25_000 });
}

test('the test of an installation sends a message through the whole system, and leaves nothing open', async () => {
  const person = newPerson('user');
  for (const _ of [1, 2]) {
    const { stdout } = await runTest({ CUSTOMER_TOKEN: person.token });
    expect(stdout).toMatch(/^Stored as message 2 of conversation \d+, and heard on a socket\.$/m);
  }
  const { body } = await person.call<{ conversations: { status: string }[] }>('GET', '/api/chat/conversations');
  expect(body.conversations.map(({ status }) => status)).toEqual(['closed', 'closed']);
});

test('it fails, and says why, when nobody can sign in', async () => {
  await expect(runTest({ CUSTOMER_TOKEN: 'wrong' })).rejects.toThrow('GET /api/auth/me: 401');
  await expect(runTest({ CUSTOMER_USERNAME: 'nobody', CUSTOMER_PASSWORD: 'x' })).rejects.toThrow('401');
});
