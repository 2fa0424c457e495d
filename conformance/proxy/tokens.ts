import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';

export interface TokenClaims {
  sub: string;
  role: 'user' | 'admin';
  username: string;
}

/** The host application's tokens of one person, which end when the schedule says so. */
export interface Tokens {
  issue(): string;
  /** Every token that was given out so far is worthless from now on. */
  end(): void;
  hasEnded(token: string): boolean;
  /** What the services are to see of a token: of one that ended, one that is really over, so that their answer is theirs. */
  asSeen(token: string): string;
  /** A socket says that it goes by this token. */
  useOnSocket(token: string): void;
  /** Whether the newest socket goes by a token that did not end. */
  isRenewed(): boolean;
}

export function signToken(claims: TokenClaims, secret: string, expiresIn: number): string {
  return jwt.sign({ ...claims, jti: randomUUID() }, secret, { algorithm: 'HS256', expiresIn });
}

const lifeSeconds = 3_600;

export function createTokens(claims: TokenClaims, secret: string): Tokens {
  const given = new Set<string>();
  const ended = new Set<string>();
  const over = signToken(claims, secret, -60);
  let onSocket = '';
  return {
    issue() {
      const token = signToken(claims, secret, lifeSeconds);
      given.add(token);
      return token;
    },
    end() {
      for (const token of given) ended.add(token);
    },
    hasEnded: (token) => ended.has(token),
    asSeen: (token) => (ended.has(token) ? over : token),
    useOnSocket(token) {
      onSocket = token;
    },
    isRenewed: () => given.has(onSocket) && !ended.has(onSocket),
  };
}
