import { randomUUID } from 'node:crypto';
import type { Principal, Role } from '@livechat/contracts/actor';
import jwt from 'jsonwebtoken';
import { inject } from 'vitest';
import { type ApiAnswer, callApi } from './api.ts';

export interface Person {
  token: string;
  subject: string;
  username: string;
  role: Role;
  call<Body = Record<string, never>>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>>;
}

/** A token as a host application would sign it; `claims` replace or add. */
export function signToken(claims: object, options: jwt.SignOptions = {}): string {
  return jwt.sign(claims, inject('system').jwtSecret, { algorithm: 'HS256', expiresIn: '10 minutes', ...options });
}

/** Somebody that the system has never seen: every test has people of its own. */
export function newPerson(role: Role, name = role === 'admin' ? 'Ada Staff' : 'Carl Customer'): Person {
  const subject = randomUUID();
  const username = `${role}-${subject.slice(0, 8)}`;
  const token = signToken({ sub: subject, role, username, name });
  return { token, subject, username, role, call: (method, path, body) => callApi(method, path, { token, body }) };
}

export async function principalOf(person: Person): Promise<Principal> {
  const { body } = await person.call<{ principal: Principal }>('GET', '/api/auth/me');
  return body.principal;
}
