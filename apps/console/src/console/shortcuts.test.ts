import { expect, test } from 'vitest';
import { actionOf, keyOf, ownerOf, type Pressed, withKey } from './shortcuts.ts';

const plain: Pressed = {
  key: '',
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  isTaken: false,
};

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

test('a key that is given to an action leaves the one that had it with none', () => {
  const own = withKey('list.undo', 'a', {});
  expect(ownerOf('a', own)).toBe('list.undo');
  expect(keyOf('conversation.assignToMe', own)).toBeUndefined();
  expect(keyOf('list.undo', own)).toBe('a');
  expect(keyOf('list.next', own)).toBe('j');
  expect(actionOf({ ...plain, key: 'z' }, own)).toBeUndefined();
});

test('an action can be left without a key', () => {
  const own = withKey('conversation.close', '', {});
  expect(keyOf('conversation.close', own)).toBeUndefined();
  expect(actionOf({ ...plain, key: 'e' }, own)).toBeUndefined();
  expect(actionOf({ ...plain, key: '' }, own)).toBeUndefined();
});

test('on a keyboard of another script the place of the key counts', () => {
  expect(actionOf({ ...plain, key: 'ت', code: 'KeyJ' }, {})).toBe('list.next');
  expect(actionOf({ ...plain, key: 'ُ', code: 'KeyE', shiftKey: true }, {})).toBe('conversation.closeAndNext');
  // A Latin one of another order says itself what its keys are.
  expect(actionOf({ ...plain, key: 'b', code: 'KeyJ' }, {})).toBeUndefined();
});
