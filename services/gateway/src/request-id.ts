import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const sane = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own id if it is harmless in a log and a header, otherwise a new one. Every answer carries it. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  response.locals.requestId = given !== undefined && sane.test(given) ? given : randomUUID();
  response.set('X-Request-Id', response.locals.requestId);
  next();
};
