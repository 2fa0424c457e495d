import type { Call } from '@livechat/bus/call';
import { type Deadline, startDeadline, timedOut, within } from '@livechat/bus/deadline';
import { gather } from '@livechat/bus/gather';
import { isFailure } from '@livechat/contracts/errors';
import { type Review, type ReviewInput, reviewManyMessages } from '@livechat/contracts/moderation/review-message';

/** The reviews of these texts in their order; undefined when moderation is away, slow or talks nonsense. Never throws. */
export type AskReviews = (
  items: readonly ReviewInput[],
  context: { requestId: string; deadline?: Deadline },
) => Promise<readonly Review[] | undefined>;

interface Question {
  items: readonly ReviewInput[];
  requestId: string;
  /** When it goes on without a review, whatever it waited for. */
  deadline: Deadline;
}

/** Enough that each instance of moderation has something to do, and a hung one does not hold up the others' work. */
const groupsAtOnce = 4;
/** Of the 200 texts that a question may have; some pieces bring two. */
const maxTogether = 100;
/** Of all texts together: the costliest take 1.5 microseconds each. */
const maxCharacters = 40_000;
/** With less time left nobody would answer; the text is cleaned here instead. */
const worthAskingMs = 20;

/** Asks moderation about what several requests want to know with one question. A question is asked once. */
export function createAskReviews(call: Call): AskReviews {
  const ask = gather<Question, { reviews: readonly Review[] | undefined }>(
    async (questions) => {
      const inTime = questions.filter(({ deadline }) => deadline.leftMs() >= worthAskingMs);
      const [first] = inTime;
      if (!first) return questions.map(() => ({ reviews: undefined }));
      const items = inTime.flatMap((question) => question.items);
      const { requestId, deadline } = first;
      const answer = await call(
        reviewManyMessages,
        { items },
        { actor: { role: 'service', name: 'chat' }, requestId, deadline },
      );
      if (isFailure(answer) || answer.reviews.length !== items.length)
        return questions.map(() => ({ reviews: undefined }));
      const reviews = new Map(inTime.map((question) => [question, answer.reviews.splice(0, question.items.length)]));
      return questions.map((question) => ({ reviews: reviews.get(question) }));
    },
    {
      maxTogether,
      weight: { of: ({ items }) => items.reduce((sum, { text }) => sum + text.length, 0), most: maxCharacters },
      atOnce: groupsAtOnce,
    },
  );
  return async (items, { requestId, deadline }) => {
    const leftMs = Math.min(reviewManyMessages.timeoutMs, deadline?.leftMs() ?? Number.POSITIVE_INFINITY);
    const mine = startDeadline(leftMs);
    const answer = await within(mine, ask({ items, requestId, deadline: mine }));
    return answer === timedOut ? undefined : answer.reviews;
  };
}
