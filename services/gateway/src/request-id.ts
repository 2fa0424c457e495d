import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

const sane = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own id if it is harmless in a log and a header, otherwise a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}

/** Every answer carries it; those of the API by `sendAnswer`. */
export const requestId: RequestHandler = (request, response, next) => {
  response.locals.requestId = requestIdOf(request);
  next();
};

/** For answers that Express writes. */
export const showRequestId: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', response.locals.requestId);
  next();
};
