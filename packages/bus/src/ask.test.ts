import type { Msg, NatsConnection } from 'nats';
import { headers } from 'nats';
import { expect, test } from 'vitest';
import { createAsk } from './ask.ts';

function setUp() {
  const asked: { subject: string; payload: string; reply: string }[] = [];
  let deliver = (_err: Error | null, _reply: Msg) => {};
  let inboxes = 0;
  let away = () => {};
  const connection = {
    subscribe(_subject: string, { callback }: { callback: typeof deliver }) {
      inboxes += 1;
      deliver = callback;
    },
    publish(subject: string, payload: string, { reply }: { reply: string }) {
      if (subject === 'too.large') throw new Error('larger than NATS carries');
      asked.push({ subject, payload, reply });
    },
  };
  const state = {
    onAway(listener: () => void) {
      away = listener;
    },
  };
  const log = { info() {}, warn() {}, error() {}, debug() {} };
  const ask = createAsk(connection as unknown as NatsConnection, { inboxPrefix: '_INBOX_chat', state, log });
  return {
    ask: (subject: string, timeoutMs = 10_000) => ask(subject, 'question', { headers: headers(), timeoutMs }),
    asked,
    inboxes: () => inboxes,
    answer: (index: number, text: string, code?: number) =>
      deliver(null, {
        subject: asked[index]?.reply,
        data: new TextEncoder().encode(text),
        string: () => text,
        ...(code && { headers: { code } }),
      } as unknown as Msg),
    goAway: () => away(),
  };
}

test('replies find those who asked, in whatever order they come', async () => {
  const { ask, answer } = setUp();
  const [first, second] = [ask('a'), ask('b')];
  answer(1, 'to b');
  answer(0, 'to a');
  expect([(await first).string(), (await second).string()]).toEqual(['to a', 'to b']);
});

test('all replies come to one inbox, which is not there before somebody asks', async () => {
  const { ask, asked, inboxes, answer } = setUp();
  expect(inboxes()).toBe(0);
  const both = [ask('a'), ask('a')];
  expect(inboxes()).toBe(1);
  const [one, other] = asked.map(({ reply }) => reply.slice(0, reply.lastIndexOf('.')));
  expect(one).toBe(other);
  expect(one).toMatch(/^_INBOX_chat\./);
  for (const index of [0, 1]) answer(index, '');
  await Promise.all(both);
});

test('who is not answered in time learns so, and a later answer is nobody’s', async () => {
  const { ask, answer } = setUp();
  await expect(ask('a', 5)).rejects.toThrow('timeout');
  answer(0, 'too late');
});

test('nobody waits for a server that is away, for a service that is not there, or for what could not be sent', async () => {
  const { ask, answer, goAway } = setUp();
  const [first, second] = [ask('a'), ask('b')];
  answer(0, '', 503);
  await expect(first).rejects.toThrow('nobody serves it');
  goAway();
  await expect(second).rejects.toThrow('NATS is away');
  await expect(ask('too.large')).rejects.toThrow('larger than NATS carries');
});
