import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSequence } from './sequence.ts';

function started(from: number) {
  const delivered: number[] = [];
  const sequence = createSequence<number>((item) => delivered.push(item));
  sequence.start(from);
  return { sequence, delivered };
}

test('whatever order the bus tells them in, and however often: each comes out once and in order', () => {
  const seqs = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(
      fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { minLength: 10 }),
      fc.array(seqs),
      (order, doubles) => {
        const { sequence, delivered } = started(0);
        for (const seq of [...order, ...doubles.filter((seq) => seq <= 10)]) sequence.offer(seq, seq);
        expect(delivered).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        expect(sequence.hasGap()).toBe(false);
      },
    ),
  );
});

test('nothing after a gap comes out until the gap is filled', () => {
  const { sequence, delivered } = started(3);
  expect(sequence.offer(6, 6)).toBe('waiting');
  expect(sequence.offer(5, 5)).toBe('waiting');
  expect([delivered, sequence.hasGap()]).toEqual([[], true]);
  expect(sequence.offer(4, 4)).toBe('delivered');
  expect([delivered, sequence.last(), sequence.hasGap()]).toEqual([[4, 5, 6], 6, false]);
});

test('what the store already had when listening began is history; what came meanwhile is let go', () => {
  const delivered: number[] = [];
  const sequence = createSequence<number>((item) => delivered.push(item));
  for (const seq of [4, 5, 6, 7]) expect(sequence.offer(seq, seq)).toBe('waiting');
  expect(sequence.hasGap()).toBe(false);
  sequence.start(5);
  expect(delivered).toEqual([6, 7]);
  sequence.start(1);
  expect(sequence.offer(3, 3)).toBe('seen');
  expect(delivered).toEqual([6, 7]);
});

test('what waits is bounded: the rest is fetched again, and nothing is lost by it', () => {
  const { sequence, delivered } = started(0);
  for (let seq = 2; seq <= 5_000; seq += 1) sequence.offer(seq, seq);
  sequence.offer(1, 1);
  expect(delivered.length).toBeLessThanOrEqual(501);
  for (let seq = delivered.length + 1; seq <= 5_000; seq += 1) sequence.offer(seq, seq);
  expect(delivered).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1));
});

test('what was read from the store is not waited for, and comes out no more', () => {
  const { sequence, delivered } = started(0);
  for (const number of [3, 6]) sequence.offer(number, number);
  sequence.skipTo(4);
  expect([delivered, sequence.last(), sequence.hasGap()]).toEqual([[], 4, true]);
  expect(sequence.offer(4, 4)).toBe('seen');
  sequence.offer(5, 5);
  sequence.skipTo(2);
  expect([delivered, sequence.last()]).toEqual([[5, 6], 6]);
});
