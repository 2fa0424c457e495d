import { startDeadline } from '@livechat/bus/deadline';
import type { Principal } from '@livechat/contracts/actor';
import { isFailure } from '@livechat/contracts/errors';
import type { Authenticate, Authenticated } from '@livechat/edge/authenticate';
import type { Blocks } from '@livechat/edge/blocks';
import type { Request, RequestHandler, Response } from 'express';
import { requestTimeoutMs } from './config.ts';
import { sendFailure } from './error-response.ts';

/** Lets in whoever bears a good token and starts the clock for the request. */
export function requireToken(authenticate: Authenticate): RequestHandler {
  return async (request, response, next) => {
    const deadline = startDeadline(requestTimeoutMs);
    const { requestId } = response.locals;
    const address = () => request.ip;
    const bearer = await authenticate(bearerToken(request), { requestId, deadline, address });
    if (isFailure(bearer)) return sendFailure(response, bearer);
    response.locals.deadline = deadline;
    response.locals.bearer = bearer;
    next();
  };
}

/** Behind `requireToken`: everything but signing out is closed to a blocked user. */
export function refuseBlocked(blocks: Pick<Blocks, 'refusal'>): RequestHandler {
  return (_request, response, next) => {
    const blocked = blocks.refusal(principalOf(response));
    if (blocked) sendFailure(response, blocked);
    else next();
  };
}

/** The caller, on a route behind `requireToken`. */
export function principalOf(response: Response): Principal {
  return bearerOf(response).principal;
}

/** The caller with what is known of the token. */
export function bearerOf(response: Response): Authenticated {
  return response.locals.bearer;
}

function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
}
