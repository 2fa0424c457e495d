import { fail } from '@livechat/contracts/errors';
import express, { type RequestHandler } from 'express';
import { maxBodyBytes } from './config.ts';
import { sendFailure } from './error-response.ts';

/** Reads a JSON body. Express lets every other kind through unread, so that a form could pass for an empty call. */
export const jsonBody: RequestHandler[] = [
  (request, response, next) => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length')) > 0;
    if (hasBody && !request.is('application/json')) return sendFailure(response, fail('UNSUPPORTED_MEDIA_TYPE'));
    next();
  },
  express.json({ limit: maxBodyBytes, strict: true }),
];
