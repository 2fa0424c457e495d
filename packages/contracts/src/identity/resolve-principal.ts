import { z } from 'zod';
import { Principal, Role } from '../actor.ts';
import { request } from '../contract.ts';
import { isSafeText } from '../fields.ts';

const visible = (text: string) => isSafeText(text) && !/\p{Cc}/u.test(text);

export const maxDisplayNameLength = 128;

/** What a trusted token says of its bearer. */
export const TokenClaims = z.object({
  subject: z.string().min(1).max(128).refine(visible),
  role: Role.default('user'),
  username: z.string().min(1).max(64).refine(visible),
  /** As it is in the token; chat cleans it, since whom a name is wrong for still needs help. */
  displayName: z.string().max(maxDisplayNameLength).refine(isSafeText).optional(),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

export const resolvePrincipal = request({
  name: 'resolvePrincipal',
  subject: 'livechat.v1.rpc.chat.principal.resolve',
  owner: 'chat',
  callers: ['gateway', 'realtime'],
  actors: ['service'],
  summary: 'The person behind a trusted token; one seen for the first time gets a row',
  rest: [],
  input: TokenClaims,
  output: z.object({ principal: Principal }),
  errors: [],
  timeoutMs: 2500,
});
