import { createElement, type PointerEvent } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useLongPress } from './use-long-press.ts';

/** So much of an element is asked for. */
class Target {
  readonly within: string;
  constructor(within: string) {
    this.within = within;
  }
  closest(selector: string) {
    return selector === this.within ? this : null;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Element', Target);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function Pressed({ within, act }: { within: string; act(): void }) {
  const target = new Target(within);
  const press = useLongPress(act);
  press.onPointerDown({ pointerType: 'touch', clientX: 10, clientY: 10, target } as unknown as PointerEvent);
  return null;
}

function pressOn(within: string) {
  const act = vi.fn();
  renderToString(createElement(Pressed, { within, act }));
  return act;
}

test('a long press opens what can be done with the message, but not on a link, which has a menu of its own', () => {
  const onText = pressOn('p');
  const onLink = pressOn('a');
  vi.advanceTimersByTime(1_000);
  expect(onText).toHaveBeenCalledTimes(1);
  expect(onLink).not.toHaveBeenCalled();
});
