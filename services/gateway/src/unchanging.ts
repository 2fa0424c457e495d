import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';

/**
 * Stricter than that of the API, and without `upgrade-insecure-requests`: over plain HTTP, as on a machine of one's
 * own, the stylesheet would not be found.
 */
const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answers with this text, or with 304 to who has it. Asked each time, since the next version may have another. */
export function unchanging(mediaType: string, text: string): RequestHandler {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  // One copy for all who are being told it, however slowly they take it.
  const body = Buffer.from(text);
  return (_request, response) => {
    response.set({ ETag: etag, 'Cache-Control': 'no-cache', 'Content-Security-Policy': pagePolicy });
    // Express itself answers 304 when the request names this ETag.
    response.type(mediaType).send(body);
  };
}
