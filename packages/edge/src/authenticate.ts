import { hash as digest } from 'node:crypto';
import type { Call, CallContext } from '@livechat/bus/call';
import { startDeadline, timedOut, within } from '@livechat/bus/deadline';
import type { Principal, Service } from '@livechat/contracts/actor';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import { resolvePrincipal } from '@livechat/contracts/identity/resolve-principal';
import type { Metrics } from '@livechat/service/metrics';
import type { AuthSettings } from './auth-settings.ts';
import type { BadTokens } from './bad-tokens.ts';
import type { Revocations } from './revocations.ts';
import { createTokenVerifier } from './verify-token.ts';

export interface Authenticated {
  principal: Principal;
  /** By which it is revoked: of all but the signature, which can be written in more than one way. */
  tokenHash: string;
  family: string | undefined;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export type AuthenticationFailure = Failure<'UNAUTHENTICATED' | 'RATE_LIMITED' | 'UNAVAILABLE' | 'INTERNAL'>;

/** Who bears a token, which came from `address`. */
export type Authenticate = (
  token: string | undefined,
  context: Omit<CallContext, 'actor'> & { address: () => string | undefined },
) => Promise<Authenticated | AuthenticationFailure>;

export interface AuthenticateParts {
  settings: AuthSettings;
  call: Call;
  service: Service;
  revocations: Pick<Revocations, 'covers'>;
  /** Resolves when this instance knows whom it must refuse. */
  ready: Promise<unknown>;
  badTokens: BadTokens;
  metrics: Metrics;
}

const readyTimeoutMs = 2_500;
const maxCachedTokens = 20_000;
const maxTokenLength = 8 * 1024;

/**
 * Checks tokens and finds out whom they belong to. A token that was good once is remembered until it expires: a check of the signature and a question to chat at every request would cost more than the request.
 */
export function createAuthenticate(parts: AuthenticateParts): Authenticate {
  const { settings, call, service, revocations, ready, badTokens, metrics } = parts;
  const verify = createTokenVerifier(settings);
  const known = new Map<string, Authenticated>();
  const refused = metrics.counter('tokens_refused_total', 'Tokens that were not believed, by why', ['why']);
  // Who sent it is not told why.
  const refuse = (why: 'absent' | 'too long' | 'revoked' | 'expired' | 'invalid') => {
    refused({ why });
    return fail('UNAUTHENTICATED');
  };

  const find = async (token: string, context: Parameters<Authenticate>[1]) => {
    if (token.length > maxTokenLength) return refuse('too long');
    const remembered = known.get(token);
    if (remembered && revocations.covers(remembered)) return refuse('revoked');
    if (remembered) {
      if (remembered.expiresAt > Date.now()) return remembered;
      known.delete(token);
      return refuse('expired');
    }
    const refusal = badTokens.refusal(context.address);
    if (refusal) return refusal;
    const verified = await verify(token);
    if (isFailure(verified)) return verified.failure === 'UNAUTHENTICATED' ? refuse('invalid') : verified;
    const answer = await call(resolvePrincipal, verified.claims, {
      ...context,
      actor: { role: 'service', name: service },
    });
    if (isFailure(answer)) return answer.failure === 'UNAVAILABLE' ? fail('UNAVAILABLE') : fail('INTERNAL');
    if ((await within(context.deadline ?? startDeadline(readyTimeoutMs), ready)) === timedOut) {
      return fail('UNAVAILABLE');
    }
    const { family, expiresAt } = verified;
    const tokenHash = hashOf(token.slice(0, token.lastIndexOf('.')));
    const authenticated = { principal: answer.principal, tokenHash, family, expiresAt };
    if (revocations.covers(authenticated)) return refuse('revoked');
    remember(known, token, authenticated);
    return authenticated;
  };

  return async (token, context) => {
    if (!token) return refuse('absent');
    const found = await find(token, context);
    if (!isFailure(found) || found.failure !== 'UNAUTHENTICATED') return found;
    return (await badTokens.count(context.address, context.requestId)) ?? found;
  };
}

const hashOf = (text: string): string => digest('sha256', text, 'base64');

function remember(known: Map<string, Authenticated>, token: string, authenticated: Authenticated): void {
  // A Map keeps the order of insertion, so the first key is the oldest.
  const [oldest] = known.size >= maxCachedTokens ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  known.set(token, authenticated);
}
