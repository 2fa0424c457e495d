import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Failure, fail, fieldErrors } from '@livechat/contracts/errors';
import { repeatedKey } from '@livechat/edge/repeated-key';
import express, { type Request, type RequestHandler } from 'express';
import { sendFailure } from './error-response.ts';

/**
 * Reads JSON bodies of at most `limit` bytes. Express lets every other kind through unread, so that a form could pass for
 * an empty call.
 */
export function readJson(limitHeld: RequestHandler, limit: number): RequestHandler[] {
  return [
    (request, response, next) => {
      const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length')) > 0;
      if (hasBody && !isJson(request)) return sendFailure(response, fail('UNSUPPORTED_MEDIA_TYPE'));
      if (hasBody) limitHeld(request, response, next);
      else next();
    },
    express.json({ limit, strict: true, verify: refuseAmbiguous }),
  ];
}

/** Of bytes that are no UTF-8, and of a key that is given twice, something would be lost without a word. */
function refuseAmbiguous(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (!isUtf8(body)) throw Object.assign(new Error('the body is not UTF-8'), { status: 400 });
  const key = repeatedKey(body.toString());
  if (key === undefined) return;
  const errors = fieldErrors([{ path: [key], message: 'must be given once' }]);
  const cause = fail('VALIDATION_FAILED', undefined, { errors });
  throw Object.assign(new Error('a key is given twice', { cause }), { status: 400 });
}

/** JSON is UTF-8; Express would take other charsets for it and read something else than what was meant. */
function isJson(request: Request): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8';
  return request.is('application/json') !== false && charset.toLowerCase() === 'utf-8';
}

/** The fields of a call that has a body, or could have one; those are in the body and nowhere else. */
export function bodyOf(request: Request): Record<string, unknown> | Failure {
  const misplaced = queryFault(request);
  if (misplaced) return misplaced;
  const body: unknown = request.body ?? {};
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? { ...body } : fail('VALIDATION_FAILED', 'The body must be a JSON object');
}

/** For a call that takes nothing. */
export const noQuery: RequestHandler = (request, response, next) => {
  const fault = queryFault(request);
  if (fault) sendFailure(response, fault);
  else next();
};

function queryFault(request: Request): Failure | undefined {
  const [parameter] = Object.keys(request.query);
  if (parameter === undefined) return undefined;
  const errors = [{ path: parameter, message: 'is not a query parameter here' }];
  return fail('VALIDATION_FAILED', undefined, { errors });
}
