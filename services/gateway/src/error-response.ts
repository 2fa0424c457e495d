import { type ErrorCode, errors, type Failure, fail, isFailure } from '@livechat/contracts/errors';
import type { Logger } from '@livechat/service/logger';
import type { ErrorRequestHandler, Response } from 'express';
import { endAudit } from './audit-requests.ts';
import { sendAnswer } from './send-answer.ts';

/** A failure as a problem document (RFC 9457). */
export function problemOf({ failure: code, detail, ...extras }: Failure, requestId: string) {
  const { status, title } = errors[code];
  const retryAfterMs = extras.retryAfterMs ?? (status === 503 ? 1_000 : undefined);
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      ...(retryAfterMs !== undefined && { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }),
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    },
    body: JSON.stringify({ type: problemType(code), title, status, detail, code, requestId, ...extras, retryAfterMs }),
  };
}

export function sendFailure(response: Response, failure: Failure): void {
  endAudit(response, failure.failure);
  const { status, ...answer } = problemOf(failure, response.locals.requestId);
  sendAnswer(response, status, answer);
}

const problemType = (code: ErrorCode) => `urn:livechat:problem:${code.toLowerCase().replaceAll('_', '-')}`;

/** What Express and its parsers throw, in the words of the one table. Nothing of the error itself is told. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (err: unknown, _request, response, next) => {
    if (response.headersSent) return next(err);
    const failure = err instanceof Error && isFailure(err.cause) ? err.cause : fail(codeOf(err));
    if (failure.failure === 'INTERNAL') log.error({ err, requestId: response.locals.requestId }, 'a request failed');
    sendFailure(response, failure);
  };
}

function codeOf(err: unknown): ErrorCode {
  const status = typeof err === 'object' && err !== null && 'status' in err ? err.status : undefined;
  if (status === 413) return 'PAYLOAD_TOO_LARGE';
  if (status === 415) return 'UNSUPPORTED_MEDIA_TYPE';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'VALIDATION_FAILED' : 'INTERNAL';
}
