import type { Call } from '@livechat/bus/call';
import { startDeadline } from '@livechat/bus/deadline';
import { fail } from '@livechat/contracts/errors';
import type { ReviewInput } from '@livechat/contracts/moderation/review-message';
import { expect, test } from 'vitest';
import { createAskReviews } from './ask-reviews.ts';

const item = (text: string): ReviewInput => ({ text, kind: 'message', senderType: 'user', senderId: 1 });
const reviewOf = ({ text }: ReviewInput) => ({ action: 'allow', text: text.toUpperCase(), score: 0, reasons: [] });
const about = { requestId: 'r' };
const texts = (reviews: readonly { text: string }[] | undefined) => reviews?.map(({ text }) => text);

/** Moderation that answers when it is told to, and what it was asked. */
function setUp(answerTo: (items: ReviewInput[]) => unknown = (items) => ({ reviews: items.map(reviewOf) })) {
  const asked: string[][] = [];
  const timesLeft: number[] = [];
  const answers: (() => void)[] = [];
  const call = (async (_contract: unknown, { items }: { items: ReviewInput[] }, { deadline }: never) => {
    asked.push(items.map(({ text }) => text));
    timesLeft.push((deadline as ReturnType<typeof startDeadline>).leftMs());
    await new Promise<void>((resolve) => answers.push(resolve));
    return answerTo(items);
  }) as unknown as Call;
  const answerAll = () => {
    for (const answer of answers.splice(0)) answer();
  };
  return { ask: createAskReviews(call), asked, timesLeft, answerAll };
}

test('what several want to know at once is one question, and each gets its own answers', async () => {
  const { ask, asked, answerAll } = setUp();
  const both = [ask([item('a'), item('b')], about), ask([item('c')], about)];
  await expect.poll(() => asked).toEqual([['a', 'b', 'c']]);
  answerAll();
  expect((await Promise.all(both)).map(texts)).toEqual([['A', 'B'], ['C']]);
});

test('a question that fails, or has too few answers, is asked once and leaves everybody without a review', async () => {
  for (const answer of [fail('UNAVAILABLE'), { reviews: [reviewOf(item('a'))] }]) {
    const { ask, asked, answerAll } = setUp(() => answer);
    const both = [ask([item('x'), item('y')], about), ask([item('z')], about)];
    await expect.poll(() => asked.length).toBe(1);
    answerAll();
    expect(await Promise.all(both)).toEqual([undefined, undefined]);
    expect(asked.length).toBe(1);
  }
});

test('long texts do not make a question that takes too long', async () => {
  const { ask, asked } = setUp();
  const long = 'x'.repeat(30_000);
  for (let count = 0; count < 3; count += 1) void ask([item(long)], about);
  await expect.poll(() => asked.length).toBe(3);
});

test('waiting for company counts: with moderation hung nobody waits for longer than one question may take', async () => {
  const { ask, asked, timesLeft, answerAll } = setUp();
  for (let group = 1; group <= 4; group += 1) {
    void ask([item('first')], about);
    await expect.poll(() => asked.length).toBe(group);
  }
  const waited = ask([item('waited')], { requestId: 'r', deadline: startDeadline(150) });
  const late = ask([item('late')], { requestId: 'r', deadline: startDeadline(30) });
  expect(await late).toBeUndefined();
  answerAll();
  await expect.poll(() => asked.at(-1)).toEqual(['waited']);
  expect(timesLeft.at(-1)).toBeLessThan(125);
  answerAll();
  expect(texts(await waited)).toEqual(['WAITED']);
});
