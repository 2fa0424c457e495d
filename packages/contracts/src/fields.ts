import { z } from 'zod';

/** Ours, not the host application's. Below 2^53, so a JSON number holds it. */
export const Id = z.int().positive();

/** ISO 8601, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });

export const Seq = z.int().positive();
export const UpToSeq = z.int().nonnegative();

/** Counts what has happened to the messages of a conversation. */
export const Revision = z.int().nonnegative();

export const PageLimit = z.int().min(1).max(100);

export const ClientMessageId = z.uuid();

/** NUL and lone surrogates reach Postgres as errors or as different text, so no door lets them in. */
export function isSafeText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

export const SafeText = z.string().refine(isSafeText, { error: 'must not contain NUL or half a character' });

const maxTextBytes = 32 * 1024;

/** A person's text as sent. Its length in characters is judged after cleaning; this only bounds the bytes. */
export const WrittenText = SafeText.refine((text) => new TextEncoder().encode(text).length <= maxTextBytes, {
  error: `must be at most ${maxTextBytes} bytes of UTF-8`,
});
