import { expect, test } from 'vitest';
import type { Recent } from '../recent/recent-texts.ts';
import { reviewText } from './review-text.ts';

const nothing: Recent = { same: 0, nearlySame: 0, sent: 0, sharedSame: 0, sharedNearly: 0 };
const review = (recent: Partial<Recent>) =>
  reviewText(
    { text: 'My parcel has not come yet, where is it?', kind: 'message', senderType: 'user' },
    { recent: { ...nothing, ...recent } },
  );

test.each([
  ['asking twice more', { same: 2 }, 'allow', 0],
  ['asking four times', { same: 3 }, 'allow', 1],
  ['six times the same', { same: 5 }, 'flag', 1],
  ['a hundred times the same', { same: 49 }, 'flag', 1],
  ['nearly the same ten times', { nearlySame: 10 }, 'allow', 1],
  ['the same as six others', { sharedSame: 6 }, 'flag', 1],
  ['nearly the same as twelve others', { sharedNearly: 12 }, 'allow', 1],
  ['many messages', { sent: 50 }, 'allow', 1],
  ['the same again and again, and from others', { same: 10, sharedSame: 6, sent: 60 }, 'reject', 3],
] as const)('%s: %o is %s', (_, recent, action, signals) => {
  const found = review(recent);
  expect(found.action).toBe(action);
  expect(found.reasons).toHaveLength(signals);
});

test('nothing that is nearly the same refuses, however often it comes', () => {
  expect(review({ nearlySame: 50, sharedNearly: 12, sent: 50 }).action).not.toBe('reject');
});
