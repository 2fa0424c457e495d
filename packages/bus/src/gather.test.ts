import { expect, test } from 'vitest';
import { gather } from './gather.ts';

function setUp(options = { maxTogether: 3 }) {
  const groups: number[][] = [];
  const ends: (() => void)[] = [];
  const store = gather(async (pieces: number[]) => {
    groups.push(pieces);
    await new Promise<void>((resolve) => ends.push(resolve));
    return pieces.map((piece) => (piece < 0 ? Promise.reject(new Error(`no ${piece}`)) : piece * 10));
  }, options);
  return { groups, store, end: () => ends.shift()?.() };
}

test('what comes alone goes at once; what comes meanwhile goes together, in order, so many at most', async () => {
  const { groups, store, end } = setUp();
  const first = store(1);
  await expect.poll(() => groups).toEqual([[1]]);
  const others = [2, 3, 4, 5].map((piece) => store(piece));
  await new Promise(setImmediate);
  expect(groups).toEqual([[1]]);
  end();
  expect(await first).toBe(10);
  await expect.poll(() => groups).toEqual([[1], [2, 3, 4]]);
  end();
  await expect.poll(() => groups).toEqual([[1], [2, 3, 4], [5]]);
  end();
  expect(await Promise.all(others)).toEqual([20, 30, 40, 50]);
});

test('one that fails fails alone, and one that takes longer holds up nobody', async () => {
  const { groups, store, end } = setUp();
  const [bad, good] = [store(-1), store(2)];
  const failed = expect(bad).rejects.toThrow('no -1');
  await expect.poll(() => groups).toEqual([[-1, 2]]);
  end();
  await failed;
  expect(await good).toBe(20);
});

test('when a group fails as a whole each of it learns so, and the next one goes on', async () => {
  let fails = true;
  const store = gather(
    async (pieces: string[]) => {
      if (fails) throw new Error('away');
      return pieces;
    },
    { maxTogether: 10 },
  );
  const outcomes = await Promise.allSettled([store('a'), store('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await store('c')).toBe('c');
});

test('several groups may be under way', async () => {
  const groups: string[][] = [];
  const store = gather(
    (pieces: string[]) => {
      groups.push(pieces);
      return new Promise<string[]>(() => {});
    },
    { maxTogether: 1, atOnce: 2 },
  );
  for (const piece of ['a', 'b', 'c']) void store(piece);
  await expect.poll(() => groups.length).toBe(2);
  await new Promise(setImmediate);
  expect(groups).toEqual([['a'], ['b']]);
});
