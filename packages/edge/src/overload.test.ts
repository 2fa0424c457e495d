import { isFailure } from '@livechat/contracts/errors';
import { expect, test } from 'vitest';
import { alwaysInFlight, createOverload, maxInFlight } from './overload.ts';

function setUp() {
  let at = 0;
  let measured: (delayMs: number) => void = () => {};
  const bus = { busy: false, refuses: false, othersAreBusy: () => bus.busy, othersRefuse: () => bus.refuses };
  const shed: string[] = [];
  const overload = createOverload({
    bus,
    now: () => at,
    metrics: {
      counter:
        () =>
        ({ what, reason }: Record<string, string | number>) =>
          void shed.push(`${what}: ${reason}`),
    },
    watch: (onMeasured = () => {}) => {
      measured = onMeasured;
      return { delayMs: () => 0 };
    },
  });
  const done: (() => void)[] = [];
  return {
    ...overload,
    bus,
    shed,
    /** The event loop was late by so much at each measurement of this time. */
    during(durationMs: number, delayMs: number) {
      for (let passed = 0; passed < durationMs; passed += 10 + delayMs) {
        at += 10 + delayMs;
        measured(delayMs);
      }
    },
    /** So many come: how many were let in. */
    come(count: number): number {
      const entered = Array.from({ length: count }, () => overload.enter('request'));
      const letIn = entered.filter((one) => !isFailure(one)) as (() => void)[];
      done.push(...letIn);
      return letIn.length;
    },
    leave: () => {
      for (const leave of done.splice(0)) leave();
    },
  };
}

test('an event loop in time lets in as much as may be held in memory, and no more', () => {
  const { come, during, shed } = setUp();
  during(10_000, 5);
  expect(come(maxInFlight)).toBe(maxInFlight);
  expect(come(1)).toBe(0);
  expect(shed).toEqual(['request: in flight']);
});

test('a hiccup, however long, refuses nobody', () => {
  const { come, during, leave, shed, dropsTyping } = setUp();
  for (let round = 0; round < 50; round += 1) {
    expect(come(100)).toBe(100);
    during(100, 2_000);
    during(50, 0);
    expect(dropsTyping()).toBe(false);
    leave();
  }
  expect(shed).toEqual([]);
});

test('a few requests at a time are let in on the slowest machine', () => {
  const { come, during, leave } = setUp();
  for (let round = 0; round < 50; round += 1) {
    during(1_000, 200);
    expect(come(alwaysInFlight)).toBe(alwaysInFlight);
    leave();
  }
});

test('an event loop that stays late bears fewer and fewer, and more again when it is in time', () => {
  const { come, during, leave, shed } = setUp();
  expect(come(100)).toBe(100);
  during(2_000, 50);
  expect(come(1)).toBe(0);
  expect(shed).toEqual(['request: event loop']);
  leave();
  expect(come(100)).toBe(alwaysInFlight);
  during(1_000, 0);
  expect(come(100)).toBe(100);
});

test('with very many in hand a late event loop is believed sooner, but not for one hiccup', () => {
  const { come, during } = setUp();
  expect(come(200)).toBe(200);
  during(10, 80);
  during(10, 0);
  expect(come(1)).toBe(1);
  during(200, 50);
  expect(come(100)).toBe(0);
});

test('when chat refuses, the door refuses for it, and stops when chat does', () => {
  const { bus, come, during, leave, shed } = setUp();
  come(100);
  bus.refuses = true;
  during(1_000, 0);
  expect(come(1)).toBe(0);
  expect(shed).toEqual(['request: others refuse']);
  bus.refuses = false;
  leave();
  expect(come(alwaysInFlight)).toBe(alwaysInFlight);
  during(1_000, 0);
  expect(come(50)).toBe(50);
});

test('typing goes first: when a service is busy but nothing is refused yet, and when the door is pressed itself', () => {
  const { bus, come, during, dropsTyping, shed } = setUp();
  expect(dropsTyping()).toBe(false);
  bus.busy = true;
  expect(dropsTyping()).toBe(true);
  expect(come(500)).toBe(500);
  bus.busy = false;
  expect(dropsTyping()).toBe(false);
  during(600, 50);
  expect(dropsTyping()).toBe(true);
  during(1_100, 0);
  expect(dropsTyping()).toBe(false);
  expect(shed).toEqual(['typing: others busy', 'typing: event loop']);
});

test('those who are refused together are told different times to come back', () => {
  const { come, enter } = setUp();
  come(maxInFlight);
  const times = Array.from({ length: 50 }, () => Object(enter('request')).retryAfterMs);
  expect(new Set(times).size).toBeGreaterThan(25);
  for (const time of times) {
    expect(time).toBeGreaterThanOrEqual(1_000);
    expect(time).toBeLessThanOrEqual(2_000);
  }
});
