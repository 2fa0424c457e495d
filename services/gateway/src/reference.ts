import { createHash } from 'node:crypto';
import { asyncApiDocument } from '@livechat/contracts/asyncapi';
import { openApiDocument } from '@livechat/contracts/openapi';
import { type RequestHandler, Router } from 'express';
import { referencePage } from './reference/page.ts';
import { referenceStyle } from './reference/style.ts';

/**
 * Stricter than that of the API, and without `upgrade-insecure-requests`: over plain HTTP, as on a machine of one's
 * own, the stylesheet would not be found.
 */
const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What the contracts say, for programs and for people; built once, when the gateway starts. */
export function referenceRoutes(): Router {
  const openApi = openApiDocument();
  const asyncApi = asyncApiDocument();
  const router = Router();
  router.get('/openapi.json', unchanging('application/json', JSON.stringify(openApi)));
  router.get('/asyncapi.json', unchanging('application/json', JSON.stringify(asyncApi)));
  router.get('/docs', unchanging('text/html', referencePage(openApi, asyncApi)));
  router.get('/docs/style.css', unchanging('text/css', referenceStyle));
  return router;
}

/** Answers with this text, or with 304 to who has it. Asked each time, since the next version may have another. */
function unchanging(mediaType: string, text: string): RequestHandler {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  // One copy for all who are being told it, however slowly they take it.
  const body = Buffer.from(text);
  return (_request, response) => {
    response.set({ ETag: etag, 'Cache-Control': 'no-cache', 'Content-Security-Policy': pagePolicy });
    // Express itself answers 304 when the request names this ETag.
    response.type(mediaType).send(body);
  };
}
