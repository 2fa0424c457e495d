import { expect, test } from 'vitest';
import { maySee } from './access.ts';

const person = { id: 7, subject: 's', username: 'u', displayName: 'U' };

test('users see their own conversations, staff and services all, who is nobody none', () => {
  const [own, foreign] = [{ user_id: 7 }, { user_id: 8 }];
  expect(maySee({ role: 'user', ...person }, own)).toBe(true);
  expect(maySee({ role: 'user', ...person }, foreign)).toBe(false);
  expect(maySee({ role: 'admin', ...person }, foreign)).toBe(true);
  expect(maySee({ role: 'service', name: 'realtime' }, foreign)).toBe(true);
  expect(maySee({ role: 'anonymous' }, own)).toBe(false);
});
