import { afterEach, expect, test } from 'vitest';
import { messagesPath, openConversation, send } from './setup/conversations.ts';
import { internalUrls, watchMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';
import { startRefusing } from './setup/refusing-instance.ts';
import { connectSocket } from './setup/sockets.ts';
import { startTalk } from './setup/talk.ts';

// The promise: with half of a dependency's answers being errors, retries are under 10 % of calls, made in one layer only.
// That layer is the client: what it asks once is asked once all the way through.

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** As many as there are good ones: NATS gives half of the requests to each kind. */
async function halfOfItRefuses(service: 'chat' | 'moderation'): Promise<void> {
  stops.push(...(await Promise.all([startRefusing(service), startRefusing(service)])));
}

const calls = 'livechat_bus_calls_total';
const doors = () => [...internalUrls('gateway'), ...internalUrls('realtime')];

async function inGroups(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  const atOnce = 10;
  for (let from = 0; from < count; from += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => work(from + index)));
  }
}

test('what a caller asks once the doors and chat ask once, however much of it fails', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const { socket } = await connectSocket(user);
  await halfOfItRefuses('chat');
  await halfOfItRefuses('moderation');
  // Known to both gateways from here on, so that every request is one call.
  await inGroups(40, () => user.call('GET', messagesPath(user, id)));

  const rises = {
    read: await watchMetric(doors(), calls, { request: 'listMessages' }),
    sent: await watchMetric(doors(), calls, { request: 'sendMessage' }),
    all: await watchMetric(doors(), calls),
    served: await watchMetric(internalUrls('chat'), 'livechat_bus_requests_served_total', { request: 'sendMessage' }),
    reviewed: await watchMetric(internalUrls('chat'), calls, { request: 'reviewManyMessages' }),
  };
  const startedAt = performance.now();
  const count = 200;
  let refused = 0;
  const note = (isRefused: boolean) => {
    if (isRefused) refused += 1;
  };
  await inGroups(count, async () => note((await user.call('GET', messagesPath(user, id))).status === 503));
  await inGroups(count, async (index) => note((await send(user, id, `over REST ${index}`)).status === 503));
  await inGroups(count, async (index) => {
    const event = { conversationId: id, message: `over a socket ${index}` };
    note((await socket.timeout(10_000).emitWithAck('send-chat-message', event)).error?.code === 'UNAVAILABLE');
    // As many events as a socket may say.
    await new Promise((resolve) => setTimeout(resolve, 250));
  });
  expect(refused / (3 * count)).toBeGreaterThan(0.35);
  expect(refused / (3 * count)).toBeLessThan(0.65);

  expect(await rises.read()).toBe(count);
  expect(await rises.sent()).toBe(2 * count);
  // What the doors ask on their own account goes on, and becomes no more by it.
  expect(await rises.all()).toBeLessThan(3 * count * 1.1);
  // Chat asks moderation once about a message, or about several; what was not reviewed is looked at in rounds, every 5 s
  // in each chat.
  const rounds = 2 * (1 + (performance.now() - startedAt) / 5_000);
  const [served, reviewed] = [await rises.served(), await rises.reviewed()];
  expect(reviewed).toBeGreaterThan(0);
  expect(reviewed - served).toBeLessThanOrEqual(2 * rounds);
}, 120_000);

test('the client repeats by itself what failed, and nobody else does it once more', async () => {
  const talk = await startTalk(2, 1);
  const asked = () => Object.values(talk.outcomes()).reduce((sum, count) => sum + count, 0);
  await halfOfItRefuses('chat');
  const [rise, askedBefore] = [await watchMetric(internalUrls('gateway'), calls), asked()];
  const before = talk.stored();
  await expect.poll(talk.stored, { timeout: 60_000 }).toBeGreaterThan(before + 20);
  const [made, wanted] = [await rise(), asked() - askedBefore];
  expect(talk.outcomes()['503']).toBeGreaterThan(5);
  expect(made).toBeLessThan(wanted * 1.1);
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await talk.finish();
  expect(talk.refused()).toEqual([]);
}, 120_000);
