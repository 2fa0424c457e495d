import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CanaryEnd, createHearing } from './hearing.ts';

const unheard = (seq: number, heardElsewhere: number): CanaryEnd => ({ end: 'unheard', seq, heardElsewhere });
const others: CanaryEnd[] = [{ end: 'unanswered' }, { end: 'untold' }, { end: 'cut' }];

test('three misses in a row that others heard make it deaf, and what is heard next ends it', () => {
  const hearing = createHearing();
  for (const seq of [7, 9]) {
    hearing.ended(unheard(seq, seq));
    expect(hearing.isDeaf()).toBe(false);
  }
  hearing.ended(unheard(11, 10));
  expect(hearing.isDeaf()).toBe(true);
  hearing.heard();
  expect(hearing.isDeaf()).toBe(false);
  for (const seq of [13, 15]) hearing.ended(unheard(seq, seq));
  expect(hearing.isDeaf()).toBe(false);
});

test('who is alone, or deaf like everybody else, is not taken out', () => {
  const hearing = createHearing();
  // The others heard their last one before this one missed its first.
  for (const seq of [7, 9, 11, 13]) hearing.ended(unheard(seq, 6));
  expect(hearing.isDeaf()).toBe(false);
  hearing.ended(unheard(15, 14));
  expect(hearing.isDeaf()).toBe(true);
  // The one that heard is gone.
  hearing.ended(unheard(17, 0));
  expect(hearing.isDeaf()).toBe(false);
});

test('whatever becomes of chat, Postgres and the stream makes nobody deaf, and makes nobody hear again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...others)), (ends) => {
      const hearing = createHearing();
      for (const end of ends) hearing.ended(end);
      expect(hearing.isDeaf()).toBe(false);
      for (const seq of [1, 2, 3]) hearing.ended(unheard(seq, seq));
      for (const end of ends) hearing.ended(end);
      expect(hearing.isDeaf()).toBe(true);
    }),
  );
});

test('of several that become deaf in any order, each hearing until then, the last stays', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }), (deafFrom) => {
      const processes = deafFrom.map((from) => ({ from, heardSeq: 0, reported: 0, hearing: createHearing() }));
      let seq = 0;
      for (let round = 0; round < 30; round += 1) {
        for (const sender of processes) {
          seq += 1;
          const heardElsewhere = Math.max(0, ...processes.filter((one) => one !== sender).map((one) => one.reported));
          sender.reported = sender.heardSeq;
          for (const one of processes.filter(({ from }) => round < from)) {
            one.heardSeq = seq;
            one.hearing.heard();
          }
          sender.hearing.ended(round < sender.from ? { end: 'heard' } : unheard(seq, heardElsewhere));
        }
      }
      expect(processes.some(({ hearing }) => !hearing.isDeaf())).toBe(true);
    }),
  );
});
