import type { Role } from '@livechat/contracts/actor';
import type { CallAnswer } from './answer.ts';
import type { Observable } from './observable.ts';

export type SessionState =
  /** What was kept is still being read, or the first token fetched. */
  | { state: 'unknown' }
  | { state: 'signed-out' }
  /** `sender` names the person: what waits in an outbox is theirs alone. */
  | { state: 'signed-in'; sender: string }
  /** It ended for good: revoked, expired, or the host application has no token any more. */
  | { state: 'ended'; reason: string };

/** Who is asking, and with which token. */
export interface Session {
  state: Observable<SessionState>;
  /** The newest token; changes when it was renewed, here or in another tab. */
  newest: Observable<string | undefined>;
  /** A token that holds a while longer, renewed if need be. */
  token(): Promise<CallAnswer<string>>;
  /** Another token than this one, which was refused or is about to end. One renewal serves all who ask meanwhile. */
  renew(old: string): Promise<CallAnswer<string>>;
  close(): void;
}

/** A token is renewed when less than this is left of it, or a fifth of its life if that is shorter. */
const marginMs = 60_000;

export function renewalMarginMs(lifeMs: number): number {
  return Math.min(marginMs, lifeMs / 5);
}

/** A timer holds 24.8 days; what is further away is looked at again then. */
export const maxTimerMs = 2 ** 31 - 1;

/** Stands for whoever has a token that does not say who they are. */
export const unknownSender = 'unknown';

export function senderOf(role: Role, subject: string): string {
  return `${role}:${subject}`;
}

export interface TokenClaims {
  sender: string | undefined;
  /** When the token begins and ends, in milliseconds since 1970 of the signer's clock. */
  issuedAt: number | undefined;
  expiresAt: number | undefined;
}

/** What a token says of itself. Not verified: only the services decide whether it is good. */
export function readToken(token: string): TokenClaims {
  const claims = payloadOf(token);
  const { sub, role, iat, exp } = claims;
  return {
    sender: typeof sub === 'string' ? senderOf(role === 'admin' ? 'admin' : 'user', sub) : undefined,
    issuedAt: typeof iat === 'number' ? iat * 1000 : undefined,
    expiresAt: typeof exp === 'number' ? exp * 1000 : undefined,
  };
}

function payloadOf(token: string): Record<string, unknown> {
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return Object(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Not a JWT; the services will say so.
    return {};
  }
}
