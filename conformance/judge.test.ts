import { expect, test } from 'vitest';
import { type Evidence, judgeEnd, judgeShown, type Shown } from './judge.ts';
import { byWeight } from './rules.ts';

const stored = [1, 2, 3].map((seq) => ({ seq, clientMessageId: `id-${seq}`, text: `text ${seq}` }));
const shown: Shown[] = stored.map((message) => ({ ...message, state: 'stored' }));
const waiting: Shown = { seq: null, clientMessageId: 'id-4', text: 'text 4', state: 'queued' };
const well: Evidence = {
  sent: [{ clientMessageId: 'id-2', text: 'text 2' }],
  stored,
  shown,
  attempted: new Map([['text 2', 'id-2']]),
  wasSilent: false,
  isRenewed: undefined,
};
const names = (change: Partial<Evidence>) => byWeight(judgeEnd({ ...well, ...change })).map(({ rule }) => rule);
const pick = (...seqs: number[]) => seqs.flatMap((seq) => shown.filter((one) => one.seq === seq));

test('what is as it should be breaks no rule', () => {
  expect(judgeEnd(well)).toEqual([]);
  expect(judgeShown([])).toEqual([]);
  expect(judgeShown([...pick(2, 3), waiting])).toEqual([]);
});

test('what is shown wrongly at any time is named', () => {
  const rules = (lines: Shown[]) => judgeShown(lines).map(({ rule }) => rule);
  expect(rules(pick(1, 3, 2))).toEqual(['ORDER_BY_SEQ']);
  expect(rules([waiting, ...pick(1)])).toEqual(['ORDER_BY_SEQ']);
  expect(rules(pick(1, 3))).toEqual(['NO_GAP_SHOWN']);
  expect(rules(pick(1, 2, 2))).toEqual(['NO_DOUBLE_SHOWN']);
  expect(rules([...shown, { ...waiting, clientMessageId: 'id-3' }])).toEqual(['NO_DOUBLE_SHOWN']);
});

test('what is wrong in the end is named', () => {
  expect(names({ shown: pick(1, 2) })).toEqual(['CAUGHT_UP']);
  expect(names({ shown: pick(1, 2), wasSilent: true })).toEqual(['RESUME_AFTER_SILENCE']);
  expect(names({ isRenewed: false })).toEqual(['TOKEN_RENEWED']);
  expect(names({ attempted: new Map([['text 2', 'another']]) })).toEqual(['SAME_ID_ON_RETRY']);
  expect(names({ shown: [...shown, waiting] })).toEqual(['SHOWN_AS_STORED']);
  expect(names({ sent: [{ clientMessageId: 'id-9', text: 'text 9' }] })).toEqual(['NO_LOSS']);
  expect(names({ sent: [stored[2], stored[0]].flatMap((one) => one ?? []) })).toEqual(['SENT_IN_ORDER']);
  const double = { seq: 4, clientMessageId: 'id-4', text: 'text 2' };
  expect(names({ stored: [...stored, double], shown: [...shown, { ...double, state: 'stored' }] })).toEqual([
    'NO_DOUBLE_STORED',
  ]);
});
