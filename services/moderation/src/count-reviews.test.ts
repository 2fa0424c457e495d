import { createMetrics } from '@livechat/service/metrics';
import { expect, test } from 'vitest';
import { countReviews } from './count-reviews.ts';

test('a verdict is counted once and each of its reasons by its code, without what was found', async () => {
  const metrics = createMetrics();
  const reasons = [
    { code: 'MANY_LINKS', detail: 'hush-hush' },
    { code: 'REPETITION', detail: 'hush-hush' },
  ];
  countReviews(metrics)({ action: 'flag', reasons }, 2);
  const text = await metrics.text();
  expect(text).toMatch(/^livechat_moderation_verdicts_total\{action="flag"\} 1$/m);
  for (const { code } of reasons) {
    expect(text).toMatch(new RegExp(`^livechat_moderation_reasons_total\\{action="flag",reason="${code}"\\} 1$`, 'm'));
  }
  expect(text).toMatch(/^livechat_moderation_review_duration_seconds_sum 0.002$/m);
  expect(text).not.toContain('hush-hush');
});
