import { expect, test } from 'vitest';
import type { Refusal } from './answer.ts';
import { backoffMs } from './backoff.ts';
import { outcomeOf } from './outbox-rules.ts';

const unavailable: Refusal = { ok: false, kind: 'refused', code: 'UNAVAILABLE', detail: '', retryAfterMs: 1_000 };

test('those who are told the same time by an overloaded service come back spread over time, and never before it', () => {
  const waits = Array.from({ length: 100 }, () => {
    const outcome = outcomeOf(unavailable, backoffMs({ firstMs: 500, maxMs: 30_000 }, 0));
    return outcome.outcome === 'again' ? outcome.afterMs : 0;
  });
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(100);
});
