import { z } from 'zod';
import { Message } from '../chat/message.ts';
import { type ErrorCode, errors } from '../errors.ts';

const codes = Object.keys(errors) as ErrorCode[];
const FieldErrors = z.array(z.object({ path: z.string(), message: z.string() }));

/** The body of every refused call over REST (RFC 9457), as the gateway writes it. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.enum(codes),
  requestId: z.string(),
  errors: FieldErrors.optional(),
  retryAfterMs: z.int().nonnegative().optional(),
  messages: z.array(Message).optional(),
});

/** What the acknowledgement of a refused socket event carries as `error`. */
export const Refusal = z.object({
  code: z.enum(codes),
  message: z.string(),
  errors: FieldErrors.optional(),
  retryAfterMs: z.int().nonnegative().optional(),
  messages: z.array(Message).optional(),
});

/** The body of a refused request on NATS; its headers say so too. */
export const BusFailure = z.object({
  failure: z.enum(codes),
  detail: z.string(),
  errors: FieldErrors.optional(),
  retryAfterMs: z.int().nonnegative().optional(),
  messages: z.array(Message).optional(),
});
