import { expect, test } from 'vitest';
import type { Reviewed } from './apply-review.ts';
import { applyVerdict, type Judged, type Verdict } from './apply-verdict.ts';

const at = new Date('2026-11-24T10:00:00.000Z');
const word = (verdict: Verdict, judgedBy = 5) => ({ verdict, judgedBy, judgedAt: at.toISOString() });
const mark = { reviewed: true, action: 'flag', score: 0.7, reasons: [] };
const flagged: Reviewed = { message: 'Buy!', metadata: { colour: 'red', moderation: mark } };

function judged(message: Reviewed, verdict: Verdict, adminId = 5): Judged {
  const after = applyVerdict(message, verdict, { adminId, at });
  if (after === undefined || after === 'same') throw new Error(`${after}`);
  return after;
}

test('what is allowed stays as it is, with the word in its mark', () => {
  expect(judged(flagged, 'allow')).toEqual({
    message: 'Buy!',
    metadata: { colour: 'red', moderation: { ...mark, ...word('allow') } },
    was: 'flag',
  });
});

test('what is rejected is taken away, but not from staff; allowed after that it is back', () => {
  const rejected = judged(flagged, 'reject');
  expect(rejected).toEqual({
    message: '',
    metadata: { colour: 'red', removed: true, moderation: { ...mark, ...word('reject'), original: 'Buy!' } },
    was: 'flag',
  });
  expect(judged(rejected, 'allow', 6)).toEqual({
    message: 'Buy!',
    metadata: { colour: 'red', moderation: { ...mark, ...word('allow', 6) } },
    was: 'flag',
  });
});

test('staff may change their mind as often as they like, and no text is lost', () => {
  let message: Reviewed = flagged;
  for (const verdict of ['reject', 'allow', 'reject', 'allow', 'reject'] as const) message = judged(message, verdict);
  expect(judged(message, 'allow')).toMatchObject({ message: 'Buy!' });
});

test('the same word once more changes nothing, whoever says it', () => {
  for (const verdict of ['allow', 'reject'] as const) {
    expect(applyVerdict(judged(flagged, verdict), verdict, { adminId: 6, at })).toBe('same');
  }
});

test('what a late review took away is released, or confirmed with its text kept', () => {
  const refused = { ...mark, action: 'reject', original: 'Buy!' };
  const taken: Reviewed = { message: '', metadata: { removed: true, moderation: refused } };
  expect(judged(taken, 'allow')).toMatchObject({ message: 'Buy!', was: 'reject' });
  expect(judged(taken, 'reject')).toMatchObject({ message: '', metadata: { moderation: { original: 'Buy!' } } });
});

test('what nobody had reviewed counts as that, and owes no review any more', () => {
  const unreviewed: Reviewed = { message: 'Hi', metadata: { moderation: { reviewed: false } } };
  const allowed = judged(unreviewed, 'allow');
  expect(allowed).toMatchObject({ was: 'unreviewed', metadata: { moderation: { reviewed: true } } });
  expect(judged(allowed, 'reject')).toMatchObject({ was: 'unreviewed' });
});

test('there is nothing to judge without a mark', () => {
  for (const metadata of [null, { colour: 'red' }, { moderation: 'x' }, { removed: true, moderation: mark }]) {
    expect(applyVerdict({ message: 'Hi', metadata }, 'allow', { adminId: 5, at })).toBeUndefined();
  }
});
