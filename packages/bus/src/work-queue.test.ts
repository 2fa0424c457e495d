import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDeadline } from './deadline.ts';
import { createWorkQueue, type WorkQueueOptions, wasShed } from './work-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: Partial<WorkQueueOptions> = {}) {
  const queue = createWorkQueue({ atOnce: 2, maxWaitMs: 1_000, targetMs: 100, patienceMs: 500, ...options });
  const begun: string[] = [];
  const ended: Record<string, string> = {};
  const ends = new Map<string, () => void>();
  return {
    queue,
    begun,
    ended,
    ask(name: string, timeLeftMs = 2_500) {
      const work = () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve('done')));
      };
      queue.run(startDeadline(timeLeftMs), work).then((result) => {
        ended[name] = wasShed(result) ? result.shed : result;
      });
      return vi.advanceTimersByTimeAsync(0);
    },
    end(name: string) {
      ends.get(name)?.();
      return vi.advanceTimersByTimeAsync(0);
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

test('so much is done at once, and the rest in the order in which it came', async () => {
  const { ask, end, begun, ended } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) await ask(name);
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  await end('a');
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  expect(ended).toEqual({ a: 'done', b: 'done' });
});

test('what throws gives its place back', async () => {
  const queue = createWorkQueue({ atOnce: 1 });
  const broken = () => {
    throw new Error('broken');
  };
  await expect(queue.run(startDeadline(1_000), broken)).rejects.toThrow('broken');
  expect(await queue.run(startDeadline(1_000), async () => 'done')).toBe('done');
});

test('nothing waits for longer than the limit, and what was refused is never begun', async () => {
  const { ask, end, pass, begun, ended } = setUp();
  for (const name of ['a', 'b', 'c']) await ask(name);
  await pass(999);
  expect(ended).toEqual({});
  await pass(1);
  expect(ended).toEqual({ c: 'waited too long' });
  await end('a');
  expect(begun).toEqual(['a', 'b']);
});

test('work whose caller has given up is dropped', async () => {
  const { ask, end, pass, begun, ended } = setUp();
  for (const name of ['a', 'b']) await ask(name);
  await ask('impatient', 300);
  await ask('late', 0);
  expect(ended).toEqual({ late: 'caller gone' });
  await pass(300);
  await end('a');
  expect(ended.impatient).toBe('caller gone');
  expect(begun).toEqual(['a', 'b']);
});

test('what waited unseen for the event loop, for as long as it had, is dropped on arrival', async () => {
  let unseenMs = 100;
  const { ask, begun, ended } = setUp({ unseenMs: () => unseenMs });
  await ask('in time', 2_500);
  unseenMs = 3_000;
  await ask('too late', 2_500);
  expect(begun).toEqual(['in time']);
  expect(ended).toEqual({ 'too late': 'caller gone' });
});

test('a burst is let in as a whole, up to the bound of the queue', async () => {
  const { ask, ended, begun } = setUp({ maxWaiting: 100 });
  for (let index = 0; index < 102; index += 1) await ask(`${index}`);
  expect(ended).toEqual({});
  expect(begun).toHaveLength(2);
  await ask('one more');
  expect(ended).toEqual({ 'one more': 'queue full' });
});

test('once nobody was served quickly for a while, who comes is refused on arrival; when it moves again, not', async () => {
  const { queue, ask, end, pass, ended } = setUp({ maxWaitMs: 10_000 });
  for (const name of ['a', 'b', 'waiting', 'behind']) await ask(name, 20_000);
  for (let passed = 0; passed < 650; passed += 50) {
    if (passed <= 550) expect(ended).toEqual({});
    await pass(50);
    await ask(`during ${passed}`, 20_000);
  }
  expect(Object.values(ended)).toContain('queue standing');
  expect(queue.isBusy()).toBe(true);
  const refused = Object.keys(ended).length;
  await ask('now', 20_000);
  expect(Object.keys(ended)).toHaveLength(refused + 1);
  expect(ended.now).toBe('queue standing');

  for (let round = 0; round < 20; round += 1) {
    for (const name of ['a', 'b', 'waiting', 'behind']) await end(name);
    for (let passed = 0; passed < 650; passed += 50) await end(`during ${passed}`);
  }
  await ask('at once', 20_000);
  expect(ended['at once']).toBeUndefined();
  await end('at once');
  expect(ended['at once']).toBe('done');
});

test('when all who waited have given up, who comes next is still told on arrival that nothing moves', async () => {
  const { ask, pass, ended } = setUp({ maxWaitMs: 200 });
  for (const name of ['a', 'b', 'c']) await ask(name);
  for (let index = 0; index < 5; index += 1) {
    await pass(250);
    await ask(`${index}`);
  }
  expect(ended).toMatchObject({ c: 'waited too long', 0: 'waited too long', 3: 'queue standing', 4: 'queue standing' });
});

test('it says that it is busy before it refuses anything', async () => {
  const { queue, ask, pass, ended } = setUp();
  for (const name of ['a', 'b', 'c']) await ask(name);
  expect(queue.isBusy()).toBe(false);
  let asked = 0;
  while (!queue.isBusy() && asked < 50) {
    await pass(20);
    await ask(`${asked++}`);
  }
  expect(queue.isBusy()).toBe(true);
  expect(ended).toEqual({});
});
