import type { Review } from '@livechat/contracts/moderation/review-message';
import { expect, test } from 'vitest';
import { applyReview } from './apply-review.ts';

const unreviewed = { message: 'Hello', metadata: { moderation: { reviewed: false }, colour: 'red' } };
const reasons = [{ code: 'LINKS', detail: 'many' }];

test('what is allowed loses its mark and nothing else', () => {
  const review: Review = { action: 'allow', text: 'Hello', score: 0, reasons: [] };
  expect(applyReview(unreviewed, review)).toEqual({ message: 'Hello', metadata: { colour: 'red' } });
  const bare = { message: 'Hello', metadata: { moderation: { reviewed: false } } };
  expect(applyReview(bare, review)).toEqual({ message: 'Hello', metadata: null });
});

test('what is flagged keeps its text and tells staff why', () => {
  const moderation = { reviewed: true, action: 'flag', score: 0.7, reasons };
  expect(applyReview(unreviewed, { action: 'flag', text: 'Hello', score: 0.7, reasons })).toEqual({
    message: 'Hello',
    metadata: { colour: 'red', moderation },
  });
});

test('what is refused is taken away, and staff can still see it', () => {
  const moderation = { reviewed: true, action: 'reject', score: 1, reasons, original: 'Hello' };
  expect(applyReview(unreviewed, { action: 'reject', text: 'Hello', score: 1, reasons })).toEqual({
    message: '',
    metadata: { colour: 'red', removed: true, moderation },
  });
});
