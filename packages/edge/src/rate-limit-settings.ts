import { type RateLimit, type RateLimitName, rateLimits } from '@livechat/contracts/rate-limits';
import { z } from 'zod';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `30/60s`: how many in any window of that length. */
const Limit = z.string().transform((text, check): RateLimit => {
  const [, limit, length, unit] = /^([1-9]\d{0,6})\/([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
  if (limit !== undefined && length !== undefined && unit !== undefined) {
    return { limit: Number(limit), windowMs: Number(length) * unitMs[unit as keyof typeof unitMs] };
  }
  check.addIssue({ code: 'custom', message: 'must be a number, a slash and a time, as in 30/60s' });
  return z.NEVER;
});

const limitOf = (name: RateLimitName) => {
  const { limit, windowMs } = rateLimits[name];
  return Limit.default({ limit, windowMs });
};

export const RateLimitSettings = z.object({
  CHAT_RATE_LIMIT_ENABLED: z.stringbool().default(true),
  [rateLimits.messages.setting]: limitOf('messages'),
  [rateLimits.staffMessages.setting]: limitOf('staffMessages'),
  [rateLimits.conversations.setting]: limitOf('conversations'),
  [rateLimits.typing.setting]: limitOf('typing'),
  [rateLimits.login.setting]: limitOf('login'),
  [rateLimits.badTokens.setting]: limitOf('badTokens'),
});
export type RateLimitSettings = z.output<typeof RateLimitSettings>;
