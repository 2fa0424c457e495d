import { expect, test } from 'vitest';
import { deliveryMs, fewestDeliveries, judgeDeliveries, medianLimitMs, percentile } from './deliveries.ts';

const times = (ms: number, count: number) => Array.from({ length: count }, () => ms);

test('a percentile is the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99), percentile([], 0.5)]).toEqual([
    50, 99, 7, 0,
  ]);
});

test('quick deliveries are fine, a few slow ones among them too', () => {
  expect(judgeDeliveries([...times(40, fewestDeliveries), ...times(9_000, 10)])).toBeUndefined();
});

test('a slow median is told, and so is that nobody looked', () => {
  expect(judgeDeliveries(times(medianLimitMs + 1, fewestDeliveries))).toContain('1001 ms');
  expect(judgeDeliveries([])).toBe('only 0 deliveries were measured');
});

test('a delivery counts for whoever was connected when the message was stored', () => {
  const message = { createdAt: new Date(5_000).toISOString(), messageType: 'text' } as const;
  expect(deliveryMs(message, 4_000, 5_080)).toBe(80);
  expect(deliveryMs(message, 4_000, 4_999)).toBe(0);
  expect(deliveryMs(message, 6_000, 6_080)).toBeUndefined();
  expect(deliveryMs(message, undefined, 5_080)).toBeUndefined();
  expect(deliveryMs({ ...message, messageType: 'system' }, 4_000, 5_080)).toBeUndefined();
});
