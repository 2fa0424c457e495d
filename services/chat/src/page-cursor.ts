import { type Failure, fail } from '@livechat/contracts/errors';
import { z } from 'zod';

/** The last row of a page: the next one starts after it. `at` is its last activity, `id` breaks the tie. */
const PageCursor = z.tuple([z.iso.datetime({ precision: 3 }), z.int().positive()]);

export interface CursorPosition {
  at: Date;
  id: number;
}

/** Opaque to clients, so that what it holds may change. */
export function writeCursor({ at, id }: CursorPosition): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** The start of the list without a cursor; a failure for a text that this system did not make. */
export function readCursor(text: string | undefined): CursorPosition | undefined | Failure<'VALIDATION_FAILED'> {
  if (text === undefined) return undefined;
  const cursor = PageCursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (cursor.success) return { at: new Date(cursor.data[0]), id: cursor.data[1] };
  const errors = [{ path: 'cursor', message: 'is not a cursor from an earlier answer' }];
  return fail('VALIDATION_FAILED', undefined, { errors });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
