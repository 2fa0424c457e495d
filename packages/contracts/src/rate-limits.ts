/** What one caller may do in any window of this length, over both doors, all instances and all devices. */
export const rateLimits = {
  messages: { setting: 'CHAT_RATE_LIMIT_MESSAGES', limit: 30, windowMs: 60_000 },
  staffMessages: { setting: 'CHAT_RATE_LIMIT_STAFF_MESSAGES', limit: 300, windowMs: 60_000 },
  conversations: { setting: 'CHAT_RATE_LIMIT_CONVERSATIONS', limit: 5, windowMs: 15 * 60_000 },
  typing: { setting: 'CHAT_RATE_LIMIT_TYPING', limit: 20, windowMs: 10_000 },
  /** Per address and per name. */
  login: { setting: 'CHAT_RATE_LIMIT_LOGIN', limit: 10, windowMs: 60_000 },
  /** Per address. */
  badTokens: { setting: 'CHAT_RATE_LIMIT_BAD_TOKENS', limit: 100, windowMs: 60_000 },
} as const;

export type RateLimitName = keyof typeof rateLimits;

export interface RateLimit {
  limit: number;
  windowMs: number;
}
