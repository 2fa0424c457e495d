import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './page-cursor.ts';

test('what is written is read again, to the millisecond', () => {
  const moments = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.integer({ min: 1 }), (at, id) => {
      expect(readCursor(writeCursor({ at, id }))).toEqual({ at, id });
    }),
  );
});

test('any other text is a failure, never an exception', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readCursor(text)).toMatchObject({ failure: 'VALIDATION_FAILED', errors: [{ path: 'cursor' }] });
    }),
  );
  for (const forged of [['2026-01-01T00:00:00.000Z', '1; drop'], ['now', 1], ['2026-01-01T00:00:00.000Z', -1], {}]) {
    const text = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect(readCursor(text), text).toMatchObject({ failure: 'VALIDATION_FAILED' });
  }
});
