import { serviceNames } from '@livechat/stack/service-names';
import { afterAll, expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { conversationsPath, messagesPath, openConversation, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { internalUrls, readMetric, scrape, watchMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

const instances: FurtherInstance[] = [];
afterAll(() => {
  for (const instance of instances) instance.kill();
});

/** Other tests of this file are over, but what they caused may still be on its way: numbers may rise by more. */
const risen = (rise: () => Promise<number>, by: number) =>
  expect.poll(rise, { timeout: 10_000 }).toBeGreaterThanOrEqual(by);

test('each process of each service tells what it counts, on its internal port', async () => {
  for (const service of serviceNames) {
    expect(internalUrls(service)).toHaveLength(2);
    for (const url of internalUrls(service)) {
      const text = await scrape(url);
      expect(text, service).toMatch(/^livechat_bus_connected 1$/m);
      expect(text, service).toMatch(/^livechat_dependency_up\{dependency="nats"\} 1$/m);
      expect(text, service).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    }
  }
});

test('the public ports do not serve it', async () => {
  const { gateway, further } = inject('system');
  expect((await callApi('GET', '/metrics')).status).toBe(404);
  for (const path of ['/metrics/', '/METRICS', '//metrics', '/api/metrics', '/socket.io/../metrics']) {
    expect(await (await fetch(gateway + path)).text(), path).not.toContain('livechat_');
  }
  const environment = further.realtime[0];
  instances.push(await startFurther('realtime', environment));
  expect((await fetch(`http://127.0.0.1:${environment?.PORT}/metrics`)).status).toBe(404);
});

test('a message that is sent raises what is stored, judged, asked, told, heard and delivered', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const socket = await connectSocket(user);
  await join(socket, id);
  const [gateways, chats] = [internalUrls('gateway'), internalUrls('chat')];
  const rises = await Promise.all([
    watchMetric(chats, 'livechat_messages_stored_total'),
    watchMetric(chats, 'livechat_reviews_total', { action: 'allow' }),
    watchMetric(internalUrls('moderation'), 'livechat_moderation_verdicts_total', { action: 'allow' }),
    watchMetric(internalUrls('moderation'), 'livechat_moderation_review_duration_seconds_count'),
    watchMetric(gateways, 'livechat_http_requests_total', {
      route: '/api/chat/conversations/:conversationId/messages',
      method: 'POST',
      status: '201',
    }),
    watchMetric(gateways, 'livechat_http_request_duration_seconds_count', { method: 'POST' }),
    watchMetric(gateways, 'livechat_bus_calls_total', { request: 'sendMessage', outcome: 'OK' }),
    watchMetric(gateways, 'livechat_bus_call_duration_seconds_count', { request: 'sendMessage' }),
    watchMetric(chats, 'livechat_bus_requests_served_total', { request: 'sendMessage', outcome: 'OK' }),
    watchMetric(chats, 'livechat_bus_request_duration_seconds_count', { request: 'sendMessage' }),
    watchMetric(chats, 'livechat_bus_events_published_total', { event: 'conversation.message-created' }),
    watchMetric(internalUrls('realtime'), 'livechat_bus_events_received_total', {
      event: 'conversation.message-created',
    }),
    watchMetric(internalUrls('realtime'), 'livechat_socket_deliveries_total', { event: 'new-chat-message' }),
  ]);
  expect((await send(user, id, 'hello')).status).toBe(201);
  for (const rise of rises) await risen(rise, 1);
});

test('a conversation that is opened is counted once', async () => {
  const opened = await watchMetric(internalUrls('chat'), 'livechat_conversations_opened_total');
  await openConversation(newPerson('user'));
  await openConversation(newPerson('user'));
  expect(await opened()).toBe(2);
});

test('open sockets are counted by role and transport, and no longer when they are closed', async () => {
  const realtimes = internalUrls('realtime');
  const open = (role: string, transport: string) => () =>
    readMetric(realtimes, 'livechat_sockets_open', { role, transport });
  const expectOpen = async (users: number, staff: number) => {
    await expect.poll(open('user', 'websocket'), { timeout: 10_000 }).toBe(users);
    await expect.poll(open('admin', 'polling'), { timeout: 10_000 }).toBe(staff);
  };
  await expectOpen(0, 0);
  const user = newPerson('user');
  const sockets = [
    await connectSocket(user),
    await connectSocket(user),
    await connectSocket(newPerson('admin'), { transports: ['polling'] }),
  ];
  await expectOpen(2, 1);
  const followed = await watchMetric(realtimes, 'livechat_conversations_followed');
  const { id } = await openConversation(user);
  for (const socket of sockets.slice(0, 1)) await join(socket, id);
  expect(await followed()).toBe(1);
  for (const { socket } of sockets) socket.close();
  await expectOpen(0, 0);
  await expect.poll(followed, { timeout: 10_000 }).toBe(0);
});

test('what a client says on a socket is counted by name and end; what it makes up is `other`', async () => {
  const realtimes = internalUrls('realtime');
  const events = (event: string, outcome: string) =>
    watchMetric(realtimes, 'livechat_socket_events_total', { event, outcome });
  const [joined, missing, madeUp] = await Promise.all([
    events('join-chat', 'OK'),
    events('join-chat', 'NOT_FOUND'),
    events('other', 'VALIDATION_FAILED'),
  ]);
  const user = newPerson('user');
  const socket = await connectSocket(user);
  await join(socket, (await openConversation(user)).id);
  await socket.ask('join-chat', { conversationId: 999_999_999 });
  await socket.ask('drop-table-xyzzy', {});
  expect([await joined(), await missing(), await madeUp()]).toEqual([1, 1, 1]);
  for (const url of realtimes) expect(await scrape(url)).not.toContain('xyzzy');
});

test('a limit that is hit and a token that is not believed are counted by name and kind', async () => {
  const environment = inject('system').further.gateway[0];
  instances.push(await startFurther('gateway', { ...environment, CHAT_RATE_LIMIT_MESSAGES: '1/60s' }));
  const gateway = `http://127.0.0.1:${environment?.PORT}`;
  const urls = [`http://127.0.0.1:${environment?.INTERNAL_PORT}`];
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const statuses = [];
  for (const token of [user.token, user.token, user.token, 'nonsense', '']) {
    const { status } = await callApi('POST', messagesPath(user, id), { token, gateway, body: { message: 'x' } });
    statuses.push(status);
  }
  expect(statuses).toEqual([201, 429, 429, 401, 401]);
  expect(await readMetric(urls, 'livechat_limits_hit_total', { limit: 'messages' })).toBe(2);
  expect(await readMetric(urls, 'livechat_tokens_refused_total', { why: 'invalid' })).toBe(1);
  expect(await readMetric(urls, 'livechat_tokens_refused_total', { why: 'absent' })).toBe(1);
  expect(await readMetric(urls, 'livechat_limits_counted_locally')).toBe(0);
});

test('with Redis away a door says that it counts alone', async () => {
  const environment = inject('system').further.gateway[1];
  instances.push(await startFurther('gateway', { ...environment, REDIS_URL: 'redis://127.0.0.1:1' }));
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const gateway = `http://127.0.0.1:${environment?.PORT}`;
  await callApi('POST', messagesPath(user, id), { token: user.token, gateway, body: { message: 'x' } });
  const urls = [`http://127.0.0.1:${environment?.INTERNAL_PORT}`];
  expect(await readMetric(urls, 'livechat_limits_counted_locally')).toBe(1);
  const [text = ''] = await Promise.all(urls.map(scrape));
  expect(text).toMatch(/^livechat_dependency_up\{dependency="redis"\} 0$/m);
});

test('a path that nobody serves is `unmatched`, whatever it is', async () => {
  const unmatched = await watchMetric(internalUrls('gateway'), 'livechat_http_requests_total', {
    route: 'unmatched',
    status: '404',
  });
  await callApi('GET', '/xyzzy/../%0axyzzy?token=xyzzy');
  await risen(unmatched, 1);
  const known = await watchMetric(internalUrls('gateway'), 'livechat_http_requests_total', {
    route: conversationsPath,
  });
  await newPerson('user').call('GET', `${conversationsPath}?status=open`);
  await risen(known, 1);
  for (const url of internalUrls('gateway')) expect(await scrape(url)).not.toMatch(/xyzzy|status=open/);
});

test('each chat tells how its connections are used and what waits in the outbox', async () => {
  for (const url of internalUrls('chat')) {
    expect(await readMetric([url], 'livechat_database_connections')).toBeGreaterThan(0);
    expect(await scrape(url)).toMatch(/^livechat_database_requests_waiting \d+$/m);
    await expect.poll(() => scrape(url), { timeout: 10_000 }).toMatch(/^livechat_outbox_rows 0$/m);
    expect(await scrape(url)).toMatch(/^livechat_outbox_oldest_age_seconds \d/m);
  }
});
