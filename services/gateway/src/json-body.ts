import { AsyncResource } from 'node:async_hooks';
import { isUtf8 } from 'node:buffer';
import { type Failure, fail, fieldErrors, isFailure } from '@livechat/contracts/errors';
import { repeatedKey } from '@livechat/edge/repeated-key';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { sendFailure } from './error-response.ts';
import type { HeldBodies } from './held-bodies.ts';

/**
 * Reads JSON bodies of at most `limit` bytes. Express lets every other kind through unread, so that a form could pass for
 * an empty call. Compressed ones are left to Express; for all others its reader, made for every charset, takes longer than
 * the rest of what Express does.
 */
export function readJson(held: HeldBodies, limit: number): RequestHandler {
  const readCompressed = express.json({
    limit,
    strict: true,
    verify: (_request, _response, body) => refuseAmbiguous(body),
  });
  return (request, response, next) => {
    const { 'transfer-encoding': chunked, 'content-length': length, 'content-encoding': encoding } = request.headers;
    if (chunked === undefined && !(Number(length) > 0)) return next();
    if (!isJson(request)) return sendFailure(response, fail('UNSUPPORTED_MEDIA_TYPE'));
    if (Number(length) > limit) return sendFailure(response, fail('PAYLOAD_TOO_LARGE'));
    const place = held.enter(() => request.ip);
    request.once('close', place.leave);
    if (encoding !== undefined && encoding !== 'identity') {
      return place.hold(limit)
        ? readCompressed(request, response, next)
        : refuseUnread(request, response, tooManyHeld());
    }
    // What comes over the connection knows nothing of the request's trace.
    const goOn = AsyncResource.bind(next);
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      if (response.headersSent) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) refuseUnread(request, response, fail('PAYLOAD_TOO_LARGE'));
      // Most come in one piece, and need no room.
      else if (size !== Number(length) && !place.hold(chunk.length)) refuseUnread(request, response, tooManyHeld());
    });
    request.once('end', () => {
      place.leave();
      if (response.headersSent) return;
      const [first] = chunks;
      const body = parse(chunks.length === 1 && first ? first : Buffer.concat(chunks));
      if (isFailure(body)) return sendFailure(response, body);
      request.body = body;
      goOn();
    });
  };
}

const tooManyHeld = () => fail('UNAVAILABLE', 'Too many unfinished bodies', { retryAfterMs: 1_000 });

/** What still comes of the body is not read, so the connection is of no more use. */
function refuseUnread(request: Request, response: Response, failure: Failure): void {
  response.setHeader('Connection', 'close');
  response.once('finish', () => request.destroy());
  sendFailure(response, failure);
}

function parse(bytes: Buffer): unknown | Failure {
  try {
    refuseAmbiguous(bytes);
    // A byte order mark may stand in front; JSON.parse does not know it.
    return JSON.parse(bytes.toString().replace(/^\ufeff/, ''));
  } catch (err) {
    return err instanceof Error && isFailure(err.cause) ? err.cause : fail('VALIDATION_FAILED', 'The body is not JSON');
  }
}

/** Of bytes that are no UTF-8, and of a key that is given twice, something would be lost without a word. */
function refuseAmbiguous(body: Buffer): void {
  if (!isUtf8(body)) throw Object.assign(new Error('the body is not UTF-8'), { status: 400 });
  const key = repeatedKey(body.toString());
  if (key === undefined) return;
  const errors = fieldErrors([{ path: [key], message: 'must be given once' }]);
  const cause = fail('VALIDATION_FAILED', undefined, { errors });
  throw Object.assign(new Error('a key is given twice', { cause }), { status: 400 });
}

/** JSON is UTF-8; Express would take other charsets for it and read something else than what was meant. */
function isJson(request: Request): boolean {
  if (request.headers['content-type'] === 'application/json') return true;
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
  if (!request.url.includes('?')) return undefined;
  const [parameter] = Object.keys(request.query);
  if (parameter === undefined) return undefined;
  const errors = [{ path: parameter, message: 'is not a query parameter here' }];
  return fail('VALIDATION_FAILED', undefined, { errors });
}
