import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tooBusy } from '@livechat/bus/too-busy';
import { afterEach, expect, test } from 'vitest';
import { createAnswerHeaders } from './answer-headers.ts';
import { shedLoad } from './shed-load.ts';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** A gateway that is overloaded or not; `reached` are the paths that got behind the front. */
async function open(isOverloaded: boolean) {
  const reached: string[] = [];
  let inHand = 0;
  const enterAgain = () => {
    inHand += 1;
    return () => {
      inHand -= 1;
    };
  };
  const enter = () => (isOverloaded ? tooBusy() : enterAgain());
  const app = shedLoad(
    ({ url = '' }, response) => {
      reached.push(url);
      response.end(String(inHand));
    },
    {
      overload: { enter, enterAgain },
      headers: createAnswerHeaders({ origin: ['https://app.example'], exposedHeaders: ['Retry-After'] }),
    },
  );
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { reached, inHand: () => inHand, call: (path: string, init?: RequestInit) => fetch(base + path, init) };
}

test('a refusal is a problem document that says when to come back, before anything else looks at the request', async () => {
  const { call, reached } = await open(true);
  const answer = await call('/api/chat/conversations/1/messages', { method: 'POST', body: 'nonsense' });
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await answer.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ code: 'UNAVAILABLE', status: 503, requestId: answer.headers.get('x-request-id') });
  expect(body.retryAfterMs).toBeGreaterThanOrEqual(1_000);
  expect(reached).toEqual([]);
});

test('a page of an allowed origin can read the refusal, another cannot', async () => {
  const { call } = await open(true);
  const from = async (origin: string) => (await call('/api/x', { headers: { origin } })).headers;
  expect((await from('https://app.example')).get('access-control-allow-origin')).toBe('https://app.example');
  expect((await from('https://app.example')).get('access-control-expose-headers')).toContain('Retry-After');
  expect((await from('https://evil.example')).get('access-control-allow-origin')).toBeNull();
});

test('a refusal is as careful as every other answer, and known by the caller’s own request id', async () => {
  const { call } = await open(true);
  const { headers } = await call('/api/x', { headers: { 'x-request-id': 'mine-1' } });
  expect(headers.get('x-request-id')).toBe('mine-1');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  for (const name of ['strict-transport-security', 'x-frame-options', 'referrer-policy', 'x-content-type-options']) {
    expect(headers.get(name)).not.toBeNull();
  }
  expect((await call('/api/x', { headers: { 'x-request-id': 'a b' } })).headers.get('x-request-id')).not.toBe('a b');
});

test('health is answered, and sockets are passed on, whatever the load', async () => {
  const { call, reached } = await open(true);
  for (const path of ['/livez', '/readyz', '/livez?x', '/readyz?x=1', '/socket.io/?EIO=4&transport=polling']) {
    expect((await call(path)).status).toBe(200);
    expect(reached.at(-1)).toBe(path);
  }
});

test('what is let in counts until it is answered', async () => {
  const { call, inHand } = await open(false);
  expect(await (await call('/api/x')).text()).toBe('1');
  await expect.poll(inHand).toBe(0);
});
