import { z } from 'zod';
import { Principal, Role } from '../actor.ts';
import { request, signal } from '../contract.ts';
import { SafeText, Timestamp } from '../fields.ts';

/**
 * `refreshToken` works once; the edge adds the access token, which only it can sign and which names the `family`: all
 * tokens that came from one sign-in.
 */
const session = z.object({ principal: Principal, refreshToken: z.string(), family: z.uuid() });

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

/** What is no longer believed until it would have ended anyway: `token:<hash>` or `family:<id>`. */
export const Revocation = z.object({ key: z.string().max(200), expiresAt: Timestamp });
export type Revocation = z.infer<typeof Revocation>;

export const closeSession = request({
  name: 'closeSession',
  subject: 'livechat.v1.rpc.chat.session.close',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user', 'admin'],
  summary: 'Sign out: the access token and its whole family end everywhere',
  rest: [],
  input: z.object({
    tokenHash: z.string().max(100),
    tokenExpiresAt: Timestamp,
    family: z.string().max(128).optional(),
    refreshToken: SafeText.min(1).max(256).optional(),
  }),
  output: z.object({}),
  errors: [],
  timeoutMs: 2500,
});

export const listRevocations = request({
  name: 'listRevocations',
  subject: 'livechat.v1.rpc.chat.session.list-revocations',
  owner: 'chat',
  callers: ['gateway', 'realtime'],
  actors: ['service'],
  summary: 'All that is revoked and has not ended yet, for an instance that starts or was cut off',
  rest: [],
  input: z.object({}),
  output: z.object({ revocations: z.array(Revocation) }),
  errors: [],
  timeoutMs: 2500,
});

export const sessionRevoked = signal({
  name: 'sessionRevoked',
  subject: 'livechat.v1.signal.session.revoked',
  owner: 'chat',
  listeners: ['gateway', 'realtime'],
  summary: 'Tokens are no longer to be believed, from now on',
  payload: z.object({ revocations: z.array(Revocation) }),
});
