import { expect, test } from 'vitest';
import type { Action } from '../../console/actions.ts';
import { findActions } from './find-actions.ts';

const action = (section: Action['section'], label: string, id = label): Action => ({
  id,
  section,
  label,
  run: () => undefined,
});
const offered = [
  action('settings', 'Sign out'),
  action('navigation', 'Go to settings'),
  action('conversation', 'Assign to Dana'),
  action('conversation', 'Close the conversation'),
  action('list', 'Select the conversation'),
];
const labels = (query: string) => findActions(offered, query, 'en').map(({ label }) => label);

test('without a word all are there, those of the conversation first', () => {
  expect(labels(' ')).toEqual([
    'Assign to Dana',
    'Close the conversation',
    'Select the conversation',
    'Go to settings',
    'Sign out',
  ]);
});

test('each word must be there, in any order and case; what begins a word comes first', () => {
  expect(labels('dana ASS')).toEqual(['Assign to Dana']);
  expect(labels('sig')).toEqual(['Assign to Dana', 'Sign out']);
  expect(labels('nothing of it')).toEqual([]);
});

test('what is offered twice is there once, as its key does it', () => {
  const twice = [action('list', 'Old', 'list.undo'), action('list', 'New', 'list.undo')];
  expect(findActions(twice, '', 'en').map(({ label }) => label)).toEqual(['New']);
});
