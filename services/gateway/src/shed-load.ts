import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isFailure } from '@livechat/contracts/errors';
import type { Overload } from '@livechat/edge/overload';
import type { createAnswerHeaders } from './answer-headers.ts';
import { problemOf } from './error-response.ts';
import { requestIdOf } from './request-id.ts';

/** Asked by whoever would send people elsewhere, or restart this process: the last that would help now. */
const always = new Set(['/livez', '/readyz']);

export interface ShedLoadParts {
  overload: Pick<Overload, 'enter' | 'enterAgain'>;
  headers: ReturnType<typeof createAnswerHeaders>;
}

/**
 * Stands in front of the whole app and refuses what there is no time for. A refusal must cost next to nothing, or it
 * takes the time of what could still be done: no token, body, limit or log line, and none of Express.
 */
export function shedLoad(app: RequestListener, { overload, headers: headersOfAnswer }: ShedLoadParts): RequestListener {
  return (request, response) => {
    const { url = '' } = request;
    if (always.has(pathOf(url)) || url.startsWith('/socket.io/')) return app(request, response);
    const entered = overload.enter('request');
    if (!isFailure(entered)) {
      whileWorkedOn(request, response, entered, overload.enterAgain);
      return app(request, response);
    }
    const requestId = requestIdOf(request);
    const { status, headers, body } = problemOf(entered, requestId);
    response.writeHead(status, {
      ...headersOfAnswer(request),
      ...headers,
      'X-Request-Id': requestId,
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  };
}

/** Without its query, as Express sees it. */
function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/**
 * A request holds its place only while this process works on it. Who sends a body byte by byte, or takes the answer so,
 * would else shut everybody out for the price of open connections.
 */
function whileWorkedOn(
  request: IncomingMessage,
  response: ServerResponse,
  leave: () => void,
  enterAgain: Overload['enterAgain'],
): void {
  let place: (() => void) | undefined = leave;
  const giveBack = () => {
    place?.();
    place = undefined;
  };
  // What came in one packet with its headers is complete by then.
  setImmediate(() => {
    if (request.complete || !place) return;
    giveBack();
    request.once('end', () => {
      if (!response.writableEnded && !response.destroyed) place = enterAgain();
    });
  });
  const { end } = response;
  response.end = ((...given: Parameters<typeof end>) => {
    giveBack();
    return end.apply(response, given);
  }) as typeof end;
  response.once('close', giveBack);
}
