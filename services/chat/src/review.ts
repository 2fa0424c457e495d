import type { CallContext } from '@livechat/bus/call';
import { cleanText } from '@livechat/clean-text/clean-text';
import { hasVisibleText } from '@livechat/clean-text/has-visible-text';
import type { Principal } from '@livechat/contracts/actor';
import type { Metadata } from '@livechat/contracts/chat/message';
import { type Failure, type FieldError, fail } from '@livechat/contracts/errors';
import type { Review, ReviewInput } from '@livechat/contracts/moderation/review-message';
import type { Context } from './context.ts';

export interface ReviewedText {
  text: string;
  /** What staff see of the verdict, in the message's metadata; undefined when there is nothing to say. */
  moderation?: NonNullable<Metadata[string]>;
  /** The verdict was to refuse; it is decided where a repeat of an accepted message can still be told. */
  rejected?: Failure<'MESSAGE_REJECTED'>;
}

interface Question {
  field: string;
  text: string;
  kind: ReviewInput['kind'];
  maxLength: number;
}

/** One for each question, in their order. */
type Reviewed<Questions extends readonly Question[]> = { [Index in keyof Questions]: ReviewedText };

/**
 * Has texts cleaned and judged. When moderation is away, slow, or answers nonsense, they are
 * cleaned here by the same cleaner, accepted and marked as unreviewed.
 */
export async function reviewTexts<const Questions extends readonly Question[]>(
  { askReviews, log, metrics }: Pick<Context, 'askReviews' | 'log' | 'metrics'>,
  sender: Principal,
  questions: Questions,
  context: Omit<CallContext, 'actor'> & { conversationId?: number; clientMessageId?: string | undefined },
): Promise<Reviewed<Questions> | Failure<'VALIDATION_FAILED'>> {
  const { conversationId, clientMessageId, ...callContext } = context;
  const items = questions.map(({ text, kind }) => ({
    text,
    kind,
    senderType: sender.role,
    senderId: sender.id,
    ...(conversationId !== undefined && { conversationId }),
    ...(clientMessageId !== undefined && { clientMessageId }),
  }));
  const answers = await askReviews(items, callContext);
  const reviews = answers && answersAll(answers, items) ? answers : undefined;
  if (!reviews) log.warn({ requestId: context.requestId }, 'accepted without review');

  const reviewed = questions.map(({ text }, index): ReviewedText => {
    const review = reviews?.[index];
    metrics.reviewed(review?.action ?? 'unreviewed');
    if (!review) return { text: cleanText(text), moderation: { reviewed: false } };
    if (review.action === 'allow') return { text: review.text };
    const { action, score, reasons } = review;
    return {
      text: review.text,
      moderation: { reviewed: true, action, score, reasons },
      ...(action === 'reject' && { rejected: rejection(reasons) }),
    };
  });
  const faults = questions.flatMap((question, index) => faultsOf(question, reviewed[index]?.text ?? ''));
  return faults.length > 0
    ? fail('VALIDATION_FAILED', undefined, { errors: faults })
    : (reviewed as Reviewed<Questions>);
}

function faultsOf({ field, maxLength }: Question, text: string): FieldError[] {
  if (!hasVisibleText(text)) return [{ path: field, message: 'has no visible text' }];
  if (text.length > maxLength && [...text].length > maxLength) {
    return [{ path: field, message: `must be at most ${maxLength} characters` }];
  }
  return [];
}

function rejection(reasons: Review['reasons']): Failure<'MESSAGE_REJECTED'> {
  return fail('MESSAGE_REJECTED', undefined, {
    errors: reasons.map(({ code, detail }) => ({ path: 'message', message: `${code}: ${detail}` })),
  });
}

const directionOpeners = /[\u202a-\u202e\u2066-\u2069]/g;

/** A cleaner takes away; all that it may add is an end for each direction mark that was left open. */
function answersAll(reviews: readonly Review[], items: readonly { text: string }[]): boolean {
  return (
    reviews.length === items.length &&
    items.every(({ text }, index) => {
      const cleaned = reviews[index]?.text ?? '';
      return cleaned.length <= text.length + (text.match(directionOpeners)?.length ?? 0);
    })
  );
}
