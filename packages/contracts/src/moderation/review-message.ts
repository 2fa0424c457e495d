import { z } from 'zod';
import { Role } from '../actor.ts';
import { request } from '../contract.ts';
import { ClientMessageId, Id } from '../fields.ts';

export const ReviewInput = z.object({
  text: z.string(),
  kind: z.enum(['message', 'subject']),
  senderType: Role,
  senderId: Id,
  conversationId: Id.optional(),
  /** A message that is sent again under its id is no other message. */
  clientMessageId: ClientMessageId.optional(),
  /** Nobody's text: judged, and not counted. */
  isCanary: z.boolean().optional(),
});
export type ReviewInput = z.infer<typeof ReviewInput>;

export const Review = z.object({
  action: z.enum(['allow', 'flag', 'reject']),
  /** The text without recognised markup and control characters. */
  text: z.string(),
  score: z.number().min(0).max(1),
  reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
});
export type Review = z.infer<typeof Review>;

export const reviewMessage = request({
  name: 'reviewMessage',
  subject: 'livechat.v1.rpc.moderation.message.review',
  owner: 'moderation',
  callers: ['chat'],
  actors: ['service'],
  summary: 'Clean a text and say whether it may pass',
  rest: [],
  input: ReviewInput,
  output: Review,
  errors: [],
  timeoutMs: 300,
});

export const reviewManyMessages = request({
  name: 'reviewManyMessages',
  subject: 'livechat.v1.rpc.moderation.message.review-many',
  owner: 'moderation',
  callers: ['chat'],
  actors: ['service'],
  summary: 'Review several texts at once; the answers are in the order of the questions',
  rest: [],
  input: z.object({ items: z.array(ReviewInput).min(1).max(200) }),
  output: z.object({ reviews: z.array(Review) }),
  errors: [],
  timeoutMs: 300,
});
