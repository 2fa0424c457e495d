import { createHash } from 'node:crypto';
import type { Call } from '@livechat/bus/call';
import { startDeadline } from '@livechat/bus/deadline';
import type { Principal } from '@livechat/contracts/actor';
import { fail, isFailure } from '@livechat/contracts/errors';
import { closeSession, openSession, refreshSession } from '@livechat/contracts/identity/sessions';
import { addressKey } from '@livechat/edge/address-key';
import { type RateLimiter, rateLimited } from '@livechat/edge/rate-limit';
import { readInput } from '@livechat/edge/read-input';
import { type RequestHandler, Router } from 'express';
import jwt from 'jsonwebtoken';
import { addToAudit, endAudit, nameOperation } from './audit-requests.ts';
import { bearerOf, principalOf } from './auth.ts';
import { accessTokenSeconds, requestTimeoutMs, type Settings } from './config.ts';
import { sendFailure } from './error-response.ts';
import { bodyOf, noQuery } from './json-body.ts';
import { setLimitHeaders } from './limit-headers.ts';
import { sendAnswer } from './send-answer.ts';

export interface SessionParts {
  call: Call;
  settings: Settings;
  limiter: RateLimiter;
}

const logoutInput = closeSession.input.pick({ refreshToken: true });

/** The built-in login, for an installation without a host application that signs tokens itself. */
export function sessionRoutes(
  { call, settings, limiter }: SessionParts,
  { withToken, admitted, body }: { withToken: RequestHandler; admitted: RequestHandler[]; body: RequestHandler },
): Router {
  const router = Router();
  const me: RequestHandler = (_request, response) =>
    sendAnswer(response, 200, { body: JSON.stringify({ principal: principalOf(response) }) });
  const secret = settings.AUTH_JWT_SECRET;

  const exchange =
    (contract: typeof openSession | typeof refreshSession): RequestHandler =>
    async (request, response) => {
      if (!secret) return sendFailure(response, fail('NOT_FOUND', 'This installation has no login of its own'));
      const body = bodyOf(request);
      if (isFailure(body)) return sendFailure(response, body);
      const input = readInput(contract.input, body);
      if (isFailure(input)) return sendFailure(response, input);
      const { requestId } = response.locals;
      const deadline = startDeadline(requestTimeoutMs);
      const session = await call(contract, input, { actor: { role: 'anonymous' }, requestId, deadline });
      if (isFailure(session)) return sendFailure(response, session);
      const { principal, refreshToken, family } = session;
      addToAudit(response, { signedIn: principal });
      endAudit(response, 'OK');
      const accessToken = signAccessToken(principal, family, secret, settings);
      const answer = { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: accessTokenSeconds, principal };
      sendAnswer(response, 200, { body: JSON.stringify(answer) });
    };

  const logout: RequestHandler = async (request, response) => {
    const body = bodyOf(request);
    if (isFailure(body)) return sendFailure(response, body);
    const input = readInput(logoutInput, body);
    if (isFailure(input)) return sendFailure(response, input);
    const { principal, tokenHash, family, expiresAt } = bearerOf(response);
    const { requestId, deadline } = response.locals;
    const answer = await call(
      closeSession,
      { ...input, tokenHash, family, tokenExpiresAt: new Date(expiresAt).toISOString() },
      { actor: principal, requestId, deadline },
    );
    if (isFailure(answer)) return sendFailure(response, answer);
    endAudit(response, 'OK');
    sendAnswer(response, 204, {});
  };

  router.post('/api/auth/login', nameOperation(openSession), body, limitLogins(limiter), exchange(openSession));
  router.post('/api/auth/refresh', nameOperation(refreshSession), body, exchange(refreshSession));
  router.post('/api/auth/logout', nameOperation(closeSession), withToken, body, logout);
  router.get('/api/auth/me', nameOperation({ name: 'me' }), admitted, noQuery, me);
  return router;
}

function signAccessToken(principal: Principal, family: string, secret: string, settings: Settings): string {
  const { subject, role, username, displayName } = principal;
  return jwt.sign({ sub: subject, role, username, name: displayName, sid: family }, secret, {
    algorithm: 'HS256',
    expiresIn: accessTokenSeconds,
    ...(settings.AUTH_JWT_ISSUER && { issuer: settings.AUTH_JWT_ISSUER }),
    ...(settings.AUTH_JWT_AUDIENCE && { audience: settings.AUTH_JWT_AUDIENCE }),
  });
}

/** Guessing is slow from one address, and slow at one name from all addresses. */
function limitLogins(limiter: RateLimiter): RequestHandler {
  return async (request, response, next) => {
    const { username, role: asked } = Object(request.body);
    const role = asked === 'admin' ? asked : 'user';
    addToAudit(response, { askedRole: role });
    const callers = [`address:${addressKey(request.ip)}`];
    if (typeof username === 'string') callers.push(`name:${role}:${hashOf(username)}`);
    for (const caller of callers) {
      const place = await limiter.take('login', caller, response.locals.requestId);
      if (place) setLimitHeaders(response, place);
      if (place && !place.free) return sendFailure(response, rateLimited(place));
    }
    next();
  };
}

/** A name of any length and in any case as a short key, which shows nothing of it. */
function hashOf(username: string): string {
  return createHash('sha256').update(username.toLowerCase()).digest('base64url').slice(0, 22);
}
