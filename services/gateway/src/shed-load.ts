import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { isFailure } from '@livechat/contracts/errors';
import type { Overload } from '@livechat/edge/overload';
import cors from 'cors';
import { problemOf } from './error-response.ts';

/** Asked by whoever would send people elsewhere, or restart this process: the last that would help now. */
const always = new Set(['/livez', '/readyz']);

export interface ShedLoadParts {
  overload: Pick<Overload, 'enter'>;
  corsOptions: cors.CorsOptions;
}

/**
 * Stands in front of the whole app and refuses what there is no time for. A refusal must cost next to nothing, or it
 * takes the time of what could still be done: no token, body, limit or log line, and none of Express.
 */
export function shedLoad(app: RequestListener, { overload, corsOptions }: ShedLoadParts): RequestListener {
  const allowOrigin = cors(corsOptions);
  return (request, response) => {
    const { url = '' } = request;
    if (always.has(url) || url.startsWith('/socket.io/')) return app(request, response);
    const entered = overload.enter('request');
    if (!isFailure(entered)) {
      response.once('close', entered);
      return app(request, response);
    }
    const requestId = randomUUID();
    const { status, headers, body } = problemOf(entered, requestId);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // A page of another origin could not read when to come back without it.
    allowOrigin(request, response, () => {
      response.statusCode = status;
      response.end(body);
    });
  };
}
