import { randomBytes, randomUUID } from 'node:crypto';
import { serviceNames } from '@livechat/stack/service-names';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { messagesPath, openConversation } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from './setup/trace-collector.ts';

const instances: FurtherInstance[] = [];
let collector: TraceCollector;

/** One more of each service, and these record. Chat and moderation share their work with two that do not. */
beforeAll(async () => {
  collector = await startTraceCollector();
  const { further } = inject('system');
  const started = serviceNames.map(async (service) => {
    const environment = { ...further[service][0], OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint };
    instances.push(await startFurther(service, environment));
  });
  await Promise.all(started);
});

afterAll(() => {
  for (const instance of instances) instance.kill();
  collector?.close();
});

const recordingGateway = () => `http://127.0.0.1:${inject('system').further.gateway[0]?.PORT}`;
const newTraceId = () => randomBytes(16).toString('hex');
const traceparent = (traceId: string) => `00-${traceId}-${randomBytes(8).toString('hex')}-01`;

const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);
const servicesOf = (spans: CollectedSpan[]) => new Set(spans.map(({ service }) => service));

/** Does something again and again, each time as another trace, until the spans of one are as they should be. */
async function untilTrace(
  act: (traceId: string) => Promise<unknown>,
  fits: (spans: CollectedSpan[]) => boolean,
): Promise<CollectedSpan[]> {
  const tried: string[] = [];
  const fitting = () => tried.map(spansOf).find(fits);
  await expect
    .poll(
      async () => {
        const traceId = newTraceId();
        tried.push(traceId);
        await act(traceId);
        return fitting() !== undefined;
      },
      { timeout: 25_000, interval: 100 },
    )
    .toBe(true);
  return fitting() ?? [];
}

const hasAll = (services: string[]) => (spans: CollectedSpan[]) =>
  services.every((service) => servicesOf(spans).has(`livechat-${service}`));

test('one request is one trace through gateway, chat, moderation and Postgres, and each span has its parent', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const spans = await untilTrace(
    (traceId) =>
      callApi('POST', messagesPath(user, id), {
        token: user.token,
        gateway: recordingGateway(),
        headers: { traceparent: traceparent(traceId) },
        body: { message: 'hello' },
      }),
    (found) =>
      hasAll(['gateway', 'chat', 'moderation'])(found) &&
      found.some(({ name }) => name === 'publish conversation.message-created'),
  );
  const named = (name: string) => {
    const span = spans.find((each) => each.name === name);
    expect(span, `${name} in ${spans.map((each) => each.name).join(', ')}`).toBeDefined();
    return span as CollectedSpan;
  };
  const chain = [
    'POST /api/chat/conversations/:conversationId/messages',
    'call sendMessage',
    'serve sendMessage',
    'call reviewManyMessages',
    'serve reviewManyMessages',
  ].map(named);
  for (const [index, span] of chain.slice(1).entries()) expect(span.parentSpanId).toBe(chain[index]?.spanId);
  for (const name of ['postgres begin', 'postgres write-messages', 'postgres commit']) {
    expect(named(name).parentSpanId).toBe(named('serve sendMessage').spanId);
  }
});

test('what happens on a socket is a trace from realtime on, and an event leads back to what caused it', async () => {
  const { further } = inject('system');
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const door = `http://127.0.0.1:${further.realtime[0]?.PORT}`;
  const socket = io(door, { auth: { token: user.token }, transports: ['websocket'], forceNew: true });
  try {
    await socket.timeout(5_000).emitWithAck('join-chat', { conversationId: id });
    const events = ['socket send-chat-message', 'serve sendMessage', 'receive conversation.message-created'];
    const isWhole = (traceId: string) => {
      const names = spansOf(traceId).map(({ name }) => name);
      return events.every((name) => names.includes(name));
    };
    await expect
      .poll(
        async () => {
          await socket.timeout(5_000).emitWithAck('send-chat-message', { conversationId: id, message: 'hello' });
          return collector.spans.some(({ name, traceId }) => name === events[0] && isWhole(traceId));
        },
        { timeout: 25_000, interval: 100 },
      )
      .toBe(true);
  } finally {
    socket.close();
  }
});

test('services that record nothing hand a foreign trace on', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  // By the system's own gateway, which does not record.
  const spans = await untilTrace(
    (traceId) =>
      callApi('POST', messagesPath(user, id), {
        token: user.token,
        headers: { traceparent: traceparent(traceId), tracestate: 'vendor=1' },
        body: { message: 'hello' },
      }),
    (found) => hasAll(['moderation'])(found) && !hasAll(['chat'])(found),
  );
  expect(servicesOf(spans)).toEqual(new Set(['livechat-moderation']));
});

test('no text, token or e-mail gets into a trace', async () => {
  const canary = `canary${randomUUID().replaceAll('-', '')}`;
  const email = `${canary}@example.org`;
  const user = newPerson('user', email);
  const { id } = await openConversation(user, { subject: canary });
  const gateway = recordingGateway();
  await callApi('GET', `/${canary}?token=${user.token}`, { gateway });
  await callApi('POST', '/api/auth/login', { gateway, body: { username: email, password: canary } });
  await untilTrace(
    (traceId) =>
      callApi('POST', `${messagesPath(user, id)}`, {
        token: user.token,
        gateway,
        headers: { traceparent: traceparent(traceId) },
        body: { message: `${canary} ${email}`, metadata: { canary } },
      }),
    hasAll(['gateway', 'chat', 'moderation']),
  );
  for (const secret of [canary, user.token.split('.').at(-1) ?? '']) expect(collector.received()).not.toContain(secret);
});

test('with the collector away everything is answered as ever, and the log says that traces are lost', async () => {
  const environment = inject('system').further.gateway[1];
  const said: string[] = [];
  const options = { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  instances.push(await startFurther('gateway', options, (line) => said.push(line)));
  const gateway = `http://127.0.0.1:${environment?.PORT}`;
  const { token } = newPerson('user');
  const lost = () => said.filter((line) => line.includes('traces are lost')).length;
  const statuses = new Set<number>();
  const lostAfterOneMore = async () => {
    statuses.add((await callApi('GET', '/api/auth/me', { token, gateway })).status);
    return lost();
  };
  await expect.poll(lostAfterOneMore, { timeout: 25_000, interval: 100 }).toBe(1);
  expect(statuses).toEqual(new Set([200]));
});
