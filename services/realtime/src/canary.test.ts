import type { Bus } from '@livechat/bus/connect';
import { fail } from '@livechat/contracts/errors';
import { createMetrics } from '@livechat/service/metrics';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCanary } from './canary.ts';

beforeEach(() => {
  vi.useFakeTimers();
  // The first one is sent at once.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const quiet = { info() {}, warn() {}, error() {} } as never;

/** A bus on which chat answers as it is told, and events come when they are told. */
function startCanary(intervalMs = 60_000) {
  const metrics = createMetrics();
  const asked: { source: string; heardSeq: number }[] = [];
  let hear: (event: { source: string; seq: number }) => void = () => {};
  let reconnect = () => {};
  const chat = {
    answers: async (_source: string, seq: number): Promise<unknown> => ({
      seq,
      told: true,
      reviewed: true,
      heardElsewhere: seq,
    }),
  };
  const bus = {
    call: (_contract: unknown, input: { source: string; heardSeq: number }) => {
      asked.push(input);
      return chat.answers(input.source, asked.length);
    },
    subscribeEvent: (_contract: unknown, _id: unknown, listener: typeof hear) => {
      hear = listener;
      return { ready: Promise.resolve(), stop() {} };
    },
    isConnected: () => true,
    onReconnect: (listener: () => void) => {
      reconnect = listener;
    },
  } as unknown as Bus;
  const canary = createCanary({ bus, log: quiet, metrics, intervalMs });
  canary.start();
  return {
    ...canary,
    asked,
    chat,
    hear: (seq: number, source = asked[0]?.source ?? '') => hear({ source, seq }),
    reconnect: () => reconnect(),
    async read(line: string) {
      return (await metrics.text())
        .split('\n')
        .find((one) => one.startsWith(`livechat_canary_${line} `))
        ?.split(' ')[1];
    },
  };
}

test('the time is from sending to hearing, also when the event is faster than the answer', async () => {
  const { chat, hear, read, asked } = startCanary();
  const { answers } = chat;
  chat.answers = async (source, seq) => {
    setTimeout(() => hear(seq), 30);
    await new Promise((resolve) => setTimeout(resolve, 400));
    return answers(source, seq);
  };
  await vi.advanceTimersByTimeAsync(5_000);
  expect([asked.length, await read('duration_seconds_count'), await read('duration_seconds_sum')]).toEqual([
    1,
    '1',
    '0.03',
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.map(({ heardSeq }) => heardSeq)).toEqual([0, 1]);
});

test('three that were told and not heard make it deaf; one of anybody that is heard ends that', async () => {
  const { hear, isDeaf, read } = startCanary();
  await vi.advanceTimersByTimeAsync(2 * 60_000 + 4_999);
  expect([isDeaf(), await read('deaf')]).toEqual([false, '0']);
  await vi.advanceTimersByTimeAsync(2);
  expect([isDeaf(), await read('deaf'), await read('failures_total{why="unheard"}')]).toEqual([true, '1', '3']);
  hear(99, 'another');
  expect(isDeaf()).toBe(false);
});

test.each([
  ['unanswered', async () => fail('UNAVAILABLE')],
  ['untold', async (_: string, seq: number) => ({ seq, told: false, reviewed: true, heardElsewhere: seq })],
])('what is %s is counted as that, and makes nobody deaf', async (why, answers) => {
  const { chat, isDeaf, read } = startCanary();
  chat.answers = answers;
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(isDeaf()).toBe(false);
  expect(Number(await read(`failures_total{why="${why}"}`))).toBeGreaterThanOrEqual(8);
  expect(await read('failures_total{why="unheard"}')).toBe('0');
});

test('a connection that was cut while it waited says nothing of what is heard', async () => {
  const { reconnect, isDeaf, read } = startCanary();
  for (let round = 0; round < 5; round += 1) {
    await vi.advanceTimersByTimeAsync(2_000);
    reconnect();
    await vi.advanceTimersByTimeAsync(58_000);
  }
  expect([isDeaf(), await read('failures_total{why="unheard"}')]).toEqual([false, '0']);
  expect(Number(await read('failures_total{why="cut"}'))).toBeGreaterThanOrEqual(4);
});

test('with 0 none is sent, and after the end none either', async () => {
  const off = startCanary(0);
  const ended = startCanary();
  ended.stop();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect([off.asked, ended.asked, await off.read('last_heard_timestamp_seconds')]).toEqual([[], [], undefined]);
});
