import { createHash } from 'node:crypto';

/** Of the text as sent, before cleaning and edits: tells a repeat from another text under the same id. */
export function textHash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
