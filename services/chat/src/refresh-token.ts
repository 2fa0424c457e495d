import { createHash, randomBytes } from 'node:crypto';

export const refreshTokenDays = 30;

/** 256 random bits. Only the hash is stored, so a stolen table opens no session. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function refreshTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function refreshTokenExpiry(now: Date): Date {
  return new Date(now.getTime() + refreshTokenDays * 24 * 3600 * 1000);
}
