import { type ErrorCode, errors, type Failure, fail } from '@livechat/contracts/errors';
import type { Logger } from '@livechat/service/logger';
import type { ErrorRequestHandler, Response } from 'express';

/** Answers with a problem document (RFC 9457). */
export function sendFailure(response: Response, { failure: code, detail, ...extras }: Failure): void {
  const { status, title } = errors[code];
  const retryAfterMs = extras.retryAfterMs ?? (status === 503 ? 1_000 : undefined);
  if (retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: problemType(code),
        title,
        status,
        detail,
        code,
        requestId: response.locals.requestId,
        ...extras,
        retryAfterMs,
      }),
    );
}

const problemType = (code: ErrorCode) => `urn:livechat:problem:${code.toLowerCase().replaceAll('_', '-')}`;

/** What Express and its parsers throw, in the words of the one table. Nothing of the error itself is told. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (err: unknown, _request, response, next) => {
    if (response.headersSent) return next(err);
    const failure = fail(codeOf(err));
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
