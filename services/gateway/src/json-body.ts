import { fail } from '@livechat/contracts/errors';
import express, { type Request, type RequestHandler } from 'express';
import { maxBodyBytes } from './config.ts';
import { sendFailure } from './error-response.ts';

/** Reads a JSON body. Express lets every other kind through unread, so that a form could pass for an empty call. */
export const jsonBody: RequestHandler[] = [
  (request, response, next) => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length')) > 0;
    if (hasBody && !isJson(request)) return sendFailure(response, fail('UNSUPPORTED_MEDIA_TYPE'));
    next();
  },
  express.json({ limit: maxBodyBytes, strict: true }),
];

/** JSON is UTF-8; Express would take other charsets for it and read something else than what was meant. */
function isJson(request: Request): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8';
  return request.is('application/json') !== false && charset.toLowerCase() === 'utf-8';
}
