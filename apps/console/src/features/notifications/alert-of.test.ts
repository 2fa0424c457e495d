import { expect, test } from 'vitest';
import { callsFor, titleOf } from './alert-of.ts';

const away = { isPageVisible: false, openId: 7, ownId: 1 };
const here = { ...away, isPageVisible: true };

test('a message in front of the person calls for nobody', () => {
  expect(callsFor({ id: 7, adminId: 1 }, here, { alerts: 'all' })).toBe(false);
  expect(callsFor({ id: 7, adminId: 1 }, away, { alerts: 'all' })).toBe(true);
  expect(callsFor({ id: 8, adminId: 1 }, here, { alerts: 'mine' })).toBe(true);
});

test('a person chooses whose messages call for them', () => {
  const calls = (adminId: number | null) =>
    (['all', 'mineAndUnassigned', 'mine', 'none'] as const).map((alerts) =>
      callsFor({ id: 8, adminId }, here, { alerts }),
    );
  expect(calls(1)).toEqual([true, true, true, false]);
  expect(calls(null)).toEqual([true, true, false, false]);
  expect(calls(2)).toEqual([true, false, false, false]);
});

test('the title counts, but not for ever', () => {
  expect([0, 3, 100].map((unread) => titleOf('Ocean Bank', unread))).toEqual([
    'Ocean Bank',
    '(3) Ocean Bank',
    '(99+) Ocean Bank',
  ]);
});
