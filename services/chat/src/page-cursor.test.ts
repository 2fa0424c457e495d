import { priorities } from '@livechat/contracts/chat/conversation';
import { conversationSorts } from '@livechat/contracts/chat/list-all-conversations';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CursorPosition, readCursor, writeCursor } from './page-cursor.ts';

const moments = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
const ids = fc.integer({ min: 1 });
const positions: fc.Arbitrary<CursorPosition> = fc.oneof(
  fc.record({ sort: fc.constantFrom('activity', 'oldest'), at: moments, id: ids }),
  fc.record({ sort: fc.constant('priority'), at: moments, id: ids, priority: fc.constantFrom(...priorities) }),
  fc.record({ sort: fc.constant('waiting'), at: fc.option(moments), id: ids }),
);

test('what is written is read again, to the millisecond', () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(readCursor(writeCursor(position), position.sort)).toEqual(position);
    }),
  );
});

test('a cursor of another order is a failure', () => {
  fc.assert(
    fc.property(positions, fc.constantFrom(...conversationSorts), (position, sort) => {
      fc.pre(position.sort !== sort);
      expect(readCursor(writeCursor(position), sort)).toMatchObject({ failure: 'VALIDATION_FAILED' });
    }),
  );
});

test('any other text is a failure, never an exception', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...conversationSorts), (text, sort) => {
      expect(readCursor(text, sort)).toMatchObject({ failure: 'VALIDATION_FAILED', errors: [{ path: 'cursor' }] });
    }),
  );
  const at = '2026-01-01T00:00:00.000Z';
  for (const forged of [
    ['activity', at, '1; drop'],
    ['activity', 'now', 1],
    ['activity', null, 1],
    ['activity', at, -1],
    {},
  ]) {
    const text = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect(readCursor(text), text).toMatchObject({ failure: 'VALIDATION_FAILED' });
  }
});
