import { randomUUID } from 'node:crypto';
import type { Role } from '@livechat/contracts/actor';
import jwt from 'jsonwebtoken';

export interface Person {
  role: Role;
  token: string;
  /** In every text that is meant for this person, and in none that is not. */
  canary: string;
}

/** Somebody that the system has never seen. */
export function newPerson(role: Role, jwtSecret: string): Person {
  const subject = randomUUID();
  const claims = { sub: subject, role, username: `${role}-${subject.slice(0, 8)}`, name: 'Somebody' };
  const token = jwt.sign(claims, jwtSecret, { algorithm: 'HS256', expiresIn: '1 hour' });
  return { role, token, canary: `canary-${subject.replaceAll('-', '').slice(0, 12)}` };
}
