import type { Response } from 'express';

/**
 * Writes an answer of the API, head and body at once. Whatever was set on the response before goes with it. Each header
 * set on its own, as Express does it, takes longer than writing the answer.
 */
export function sendAnswer(
  response: Response,
  status: number,
  { headers, body }: { headers?: Record<string, string>; body?: string | undefined },
): void {
  const { requestId, headers: ready, limitHeaders } = response.locals;
  response.writeHead(status, {
    ...ready,
    ...limitHeaders,
    ...(requestId !== undefined && { 'X-Request-Id': requestId }),
    ...(body !== undefined && {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    }),
    ...headers,
  });
  response.end(body);
}
