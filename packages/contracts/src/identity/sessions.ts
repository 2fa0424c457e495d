import { z } from 'zod';
import { Principal, Role } from '../actor.ts';
import { request } from '../contract.ts';
import { SafeText } from '../fields.ts';

/** `refreshToken` works once; the edge adds the access token, which only it can sign. */
const session = z.object({ principal: Principal, refreshToken: z.string() });

export const openSession = request({
  name: 'openSession',
  subject: 'livechat.v1.rpc.chat.session.open',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['anonymous'],
  summary: 'Sign in with a name and a password (built-in accounts only)',
  rest: [],
  input: z.object({
    username: SafeText.min(1).max(64),
    password: SafeText.min(1).max(1024),
    role: Role.default('user'),
  }),
  output: session,
  errors: ['INVALID_CREDENTIALS'],
  timeoutMs: 2500,
});

export const refreshSession = request({
  name: 'refreshSession',
  subject: 'livechat.v1.rpc.chat.session.refresh',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['anonymous'],
  summary: 'Exchange a refresh token for the next one; a token used twice ends its whole family',
  rest: [],
  input: z.object({ refreshToken: SafeText.min(1).max(256) }),
  output: session,
  errors: ['UNAUTHENTICATED'],
  timeoutMs: 2500,
});
