import { type Failure, fail } from '@livechat/contracts/errors';

/**
 * The refusal of what is not even begun. Those who are refused together are told different times, so that they do not
 * come back together.
 */
export function tooBusy(): Failure<'UNAVAILABLE'> {
  return fail('UNAVAILABLE', 'Too busy at the moment', { retryAfterMs: 1_000 + Math.round(Math.random() * 1_000) });
}
