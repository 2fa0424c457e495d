import { expect, test } from 'vitest';
import { windowForNote } from './note-window.ts';

const scope = 'https://chat.example/app/';
const windowOf = (name: string, more: object = {}) => ({
  name,
  url: `${scope}c/7`,
  frameType: 'top-level',
  focused: false,
  visibilityState: 'hidden',
  ...more,
});

test('a note leads to the window with the focus, else to one that is visible, else to any of the app', () => {
  const [hidden, seen, focused] = [
    windowOf('hidden'),
    windowOf('seen', { visibilityState: 'visible' }),
    windowOf('focused', { visibilityState: 'visible', focused: true }),
  ];
  expect(windowForNote([hidden, seen, focused], scope)).toBe(focused);
  expect(windowForNote([hidden, seen], scope)).toBe(seen);
  expect(windowForNote([hidden], scope)).toBe(hidden);
});

test('neither a frame in a page of others nor a window of another app is led anywhere', () => {
  const frame = windowOf('frame', { frameType: 'nested', focused: true, visibilityState: 'visible' });
  const other = windowOf('console', { url: 'https://chat.example/console/', focused: true });
  expect(windowForNote([frame, other], scope)).toBeUndefined();
  expect(windowForNote([frame, other, windowOf('own')], scope)?.name).toBe('own');
});
