import { expect, test } from 'vitest';
import { RateLimitSettings } from './rate-limit-settings.ts';

test('limits are as documented unless set', () => {
  expect(RateLimitSettings.parse({ CHAT_RATE_LIMIT_MESSAGES: '7/2m' })).toEqual({
    CHAT_RATE_LIMIT_ENABLED: true,
    CHAT_RATE_LIMIT_MESSAGES: { limit: 7, windowMs: 120_000 },
    CHAT_RATE_LIMIT_STAFF_MESSAGES: { limit: 300, windowMs: 60_000 },
    CHAT_RATE_LIMIT_CONVERSATIONS: { limit: 5, windowMs: 900_000 },
    CHAT_RATE_LIMIT_TYPING: { limit: 20, windowMs: 10_000 },
    CHAT_RATE_LIMIT_LOGIN: { limit: 10, windowMs: 60_000 },
    CHAT_RATE_LIMIT_BAD_TOKENS: { limit: 100, windowMs: 60_000 },
  });
});

test('a limit that is none is refused', () => {
  for (const bad of ['30', '0/60s', '30/60', '-1/60s', '30/1.5s', '30/60d', ' 30/60s']) {
    expect(RateLimitSettings.safeParse({ CHAT_RATE_LIMIT_MESSAGES: bad }).success, bad).toBe(false);
  }
});
