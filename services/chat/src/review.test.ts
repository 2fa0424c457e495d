import type { Call } from '@livechat/bus/call';
import { startDeadline } from '@livechat/bus/deadline';
import { fail } from '@livechat/contracts/errors';
import type { Review } from '@livechat/contracts/moderation/review-message';
import { createLogger } from '@livechat/service/logger';
import { expect, test } from 'vitest';
import { createAskReviews } from './ask-reviews.ts';
import { reviewTexts } from './review.ts';

const sender = { id: 1, role: 'user', subject: 's', username: 'u', displayName: 'U' } as const;
const log = createLogger('chat', 'chat-1', 'silent');
const allowed = (text: string): Review => ({ action: 'allow', text, score: 0, reasons: [] });

/** Moderation as chat hears it: what it would answer, or a failure. */
function review(text: string, answer: unknown, maxLength = 100, verdicts: string[] = []) {
  const metrics = {
    committed() {},
    judged() {},
    nameReplaced() {},
    reviewed: (action: string) => void verdicts.push(action),
  };
  const askReviews = createAskReviews((async () => answer) as unknown as Call);
  const question = { field: 'message', text, kind: 'message', maxLength } as const;
  return reviewTexts({ askReviews, log, metrics }, sender, [question], {
    requestId: 'r',
    deadline: startDeadline(1_000),
  });
}

test('an allowed text is stored as moderation cleaned it, with nothing to say about it', async () => {
  expect(await review('<b>hi</b>', { reviews: [allowed('hi')] })).toEqual([{ text: 'hi' }]);
});

test('a flagged text passes with its reasons; a rejected one carries its refusal', async () => {
  const reasons = [{ code: 'MANY_LINKS', detail: 'many links' }];
  const flagged = await review('buy', { reviews: [{ action: 'flag', text: 'buy', score: 0.7, reasons }] });
  expect(flagged).toEqual([{ text: 'buy', moderation: { reviewed: true, action: 'flag', score: 0.7, reasons } }]);
  const rejected = await review('buy', { reviews: [{ action: 'reject', text: 'buy', score: 1, reasons }] });
  expect(rejected).toMatchObject([
    { rejected: { failure: 'MESSAGE_REJECTED', errors: [{ message: 'MANY_LINKS: many links' }] } },
  ]);
});

test('without an answer, with a longer text or with too few answers it is cleaned here and marked unreviewed', async () => {
  const cleanedHere = [{ text: 'hi', moderation: { reviewed: false } }];
  expect(await review('<b>hi</b>', fail('UNAVAILABLE'))).toEqual(cleanedHere);
  expect(await review('<b>hi</b>', { reviews: [allowed('hi, and an advertisement')] })).toEqual(cleanedHere);
  expect(await review('<b>hi</b>', { reviews: [] })).toEqual(cleanedHere);
});

test('a cleaner may close the direction marks that a text left open', async () => {
  expect(await review('\u202eabc', { reviews: [allowed('\u202eabc\u202c')] })).toEqual([{ text: '\u202eabc\u202c' }]);
});

test('what has no visible text left, and what is too long in code points, does not fit', async () => {
  expect(await review('<b></b>', { reviews: [allowed('')] })).toMatchObject({ failure: 'VALIDATION_FAILED' });
  expect(await review('🙂🙂', { reviews: [allowed('🙂🙂')] }, 2)).toEqual([{ text: '🙂🙂' }]);
  expect(await review('🙂🙂x', { reviews: [allowed('🙂🙂x')] }, 2)).toMatchObject({ failure: 'VALIDATION_FAILED' });
});

test('each verdict is counted, and a text that nobody judged as unreviewed', async () => {
  const verdicts: string[] = [];
  const reasons = [{ code: 'MANY_LINKS', detail: 'many links' }];
  await review('hi', { reviews: [allowed('hi')] }, 100, verdicts);
  await review('buy', { reviews: [{ action: 'flag', text: 'buy', score: 0.7, reasons }] }, 100, verdicts);
  await review('hi', { reviews: [allowed('hi'), allowed('ho')] }, 100, verdicts);
  await review('hi', fail('UNAVAILABLE'), 100, verdicts);
  expect(verdicts).toEqual(['allow', 'flag', 'unreviewed', 'unreviewed']);
});
