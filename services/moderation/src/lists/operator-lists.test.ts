import { expect, test } from 'vitest';
import { reviewText } from '../rules/review-text.ts';
import { readLists } from './operator-lists.ts';

const listsOf = async (file: object) => (await readLists(JSON.stringify(file))).lists;
const spam =
  'Congratulations you won! Claim your prize: https://bit.ly/x act now, work from home and earn $5000, no prescription needed';

test('what is on the deny list is refused, in any disguise, as whole words only', async () => {
  const lists = await listsOf({ deny: ['casino royal', '赌场'] });
  const actionOf = (text: string) => reviewText({ text, kind: 'message', senderType: 'user' }, { lists }).action;
  expect(actionOf('Come to the Casino Royal!')).toBe('reject');
  expect(actionOf('come to the c\u0430sino roy\u200bal')).toBe('reject');
  expect(actionOf('网上赌场')).toBe('reject');
  expect(actionOf('the casino royale film')).toBe('allow');
  expect(reviewText({ text: 'casino royal', kind: 'message', senderType: 'admin' }, { lists }).action).toBe('allow');
});

test('what the sender is told does not name the word; what staff are told does', async () => {
  const lists = await listsOf({ deny: ['casino royal'], flag: [{ phrase: 'lawyer', note: 'legal' }] });
  const denied = reviewText({ text: 'casino royal', kind: 'message', senderType: 'user' }, { lists });
  expect(JSON.stringify(denied.reasons)).not.toContain('casino');
  const flagged = reviewText({ text: 'My lawyer will write', kind: 'message', senderType: 'user' }, { lists });
  expect(flagged).toMatchObject({ action: 'flag', reasons: [{ code: 'FLAG_LIST' }] });
  expect(flagged.reasons[0]?.detail).toContain('legal');
});

test('deny wins over allow, allow over flag and over every signal', async () => {
  const lists = await listsOf({
    deny: ['banned'],
    allow: [{ pattern: '^congratulations you won' }],
    flag: ['prize'],
  });
  const review = (text: string) => reviewText({ text, kind: 'message', senderType: 'user' }, { lists });
  expect(review(spam)).toMatchObject({ action: 'allow', score: 0, reasons: [] });
  expect(review(`${spam} banned`).action).toBe('reject');
  expect(review('a prize').action).toBe('flag');
});

test('a pattern that could hold up reviews is not taken, nor one that is none; the others are', async () => {
  const file = { deny: [{ pattern: '^(a+)+$' }, { pattern: '(' }, { pattern: '\\bfree\\s+money\\b' }], flag: ['!!!'] };
  const { lists, refused } = await readLists(JSON.stringify(file));
  expect(lists.counts).toEqual({ deny: 1, allow: 0, flag: 0 });
  expect(refused.map((line) => line.split(':')[0])).toEqual(['deny.0', 'deny.1', 'flag.0']);
  expect(reviewText({ text: 'Free  money', kind: 'message', senderType: 'user' }, { lists }).action).toBe('reject');
}, 30_000);

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['an unknown list', '{"forbid": []}'],
  ['an empty word', '{"deny": [""]}'],
  ['a number', '{"deny": [1]}'],
])('a file is refused for %s', async (_, text) => {
  await expect(readLists(text)).rejects.toThrow();
});

test('a file is refused for more than a hundred patterns in all lists; words are not counted', async () => {
  const patterns = (count: number) => Array.from({ length: count }, (_, n) => ({ pattern: `^order ${n}$` }));
  const words = Array.from({ length: 101 }, (_, n) => `word ${n}`);
  const most = { deny: [...patterns(50), ...words], allow: patterns(30), flag: patterns(20) };
  expect((await listsOf(most)).counts).toEqual({ deny: 151, allow: 30, flag: 20 });
  await expect(listsOf({ ...most, flag: patterns(21) })).rejects.toThrow(
    /^the file: it has 101 patterns; .* may have 100$/,
  );
}, 60_000);
