import { expect, test } from 'vitest';
import { actionOf } from './shortcuts.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false, isTaken: false };

test('a key alone does its action, with a modifier or in a field it is for others', () => {
  expect(actionOf({ ...plain, key: 'e' }, {})).toBe('conversation.close');
  for (const other of [
    { ctrlKey: true },
    { metaKey: true },
    { altKey: true },
    { isComposing: true },
    { isTaken: true },
  ]) {
    expect(actionOf({ ...plain, key: 'e', ...other }, {})).toBeUndefined();
  }
});

test('a key that a person chose takes the place of the one that came', () => {
  const own = { 'conversation.close': 'x' };
  expect(actionOf({ ...plain, key: 'x' }, own)).toBe('conversation.close');
  expect(actionOf({ ...plain, key: 'e' }, own)).toBeUndefined();
});

test('a key that a person chose is theirs, also when another action came with it', () => {
  expect(actionOf({ ...plain, key: 'a' }, { 'list.undo': 'a' })).toBe('list.undo');
});
