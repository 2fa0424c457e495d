import type { z } from 'zod';
import type { Actor, ActorRole, Principal, Role, Service } from './actor.ts';
import type { ErrorCode, Failure } from './errors.ts';
import type { RateLimitName } from './rate-limits.ts';

/** Fields in which existing clients say who they are. They are compared with the token, never believed. */
export interface IdentityClaims {
  username?: string;
  role?: string;
  id?: string;
}

export interface RestBinding {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{field}` for what the path gives to the input. */
  path: `/api/${string}`;
  role: Role;
  status: 200 | 201 | 204;
  /** The status when the answer says `repeated`: the same `clientMessageId` was sent before. */
  statusWhenRepeated?: 200;
  claims?: IdentityClaims;
  without?: Without;
}

/** Fields of answers that the doors keep to themselves. */
export const internalFields: readonly string[] = ['repeated', 'revision'];

/** What of a contract is not there at this door, or cannot happen to this role. */
export interface Without {
  fields?: readonly string[];
  errors?: readonly ErrorCode[];
}

export interface SocketBinding {
  event: string;
  claims?: IdentityClaims;
  without?: Without;
}

/** A question that one service answers. Plain data: routes, permissions and documents are functions over it. */
export interface RequestContract {
  name: string;
  subject: `livechat.v1.rpc.${Service}.${string}.${string}`;
  owner: Service;
  callers: readonly Service[];
  actors: readonly ActorRole[];
  summary: string;
  rest: readonly RestBinding[];
  socket?: SocketBinding;
  input: z.ZodObject;
  output: z.ZodObject;
  /**
   * What it can end in beyond what any request can: VALIDATION_FAILED, FORBIDDEN, UNAVAILABLE, INTERNAL. The doors
   * themselves answer UNAUTHENTICATED (RATE_LIMITED after too many bad tokens) and BLOCKED.
   */
  errors: readonly ErrorCode[];
  /** Which limit a call counts against, by who is asking. */
  rateLimit?: Partial<Record<Role, RateLimitName>>;
  timeoutMs: number;
}

/** A fact, told after the commit: kept in the stream and heard at once by who subscribes. */
export interface EventContract {
  name: string;
  subject: `livechat.v1.event.conversation.{conversationId}.${string}` | `livechat.v1.event.canary.${string}`;
  owner: Service;
  listeners: readonly Service[];
  summary: string;
  payload: z.ZodObject;
}

/** Something passing, on core NATS only: whoever listens hears it, and it is never stored. */
export interface SignalContract {
  name: string;
  subject: `livechat.v1.signal.${string}`;
  owner: Service;
  listeners: readonly Service[];
  summary: string;
  payload: z.ZodObject;
}

export type Input<C extends RequestContract> = z.output<C['input']>;
export type Output<C extends RequestContract> = z.output<C['output']>;
export type Payload<E extends EventContract | SignalContract> = z.output<E['payload']>;

export type UniversalError = 'VALIDATION_FAILED' | 'FORBIDDEN' | 'UNAVAILABLE' | 'INTERNAL';
export type DeclaredError<C extends RequestContract> = C['errors'][number] | UniversalError;

/** What a handler returns and what a call resolves to: the output, or an error that the contract declares. */
export type Answer<C extends RequestContract> = Output<C> | Failure<DeclaredError<C>>;

/** The actors that a contract lets in; a handler never sees another. */
export type ActorOf<C extends RequestContract> = ActorWith<C['actors'][number]>;
type ActorWith<R extends ActorRole> = R extends Role ? Principal & { role: R } : Extract<Actor, { role: R }>;

export function request<const C extends RequestContract>(contract: C): C {
  return contract;
}

export function event<const E extends EventContract>(contract: E): E {
  return contract;
}

export function signal<const S extends SignalContract>(contract: S): S {
  return contract;
}

/**
 * The subject of one conversation's event, or of all conversations' with `*`; one that is about none stays as it is.
 * Only a positive integer gets into a subject: a caller's text there could be a wildcard.
 */
export function subjectOf(contract: EventContract | SignalContract, conversationId: number | '*'): string {
  if (conversationId !== '*' && !(Number.isSafeInteger(conversationId) && conversationId > 0)) {
    throw new RangeError('a conversation id in a subject must be a positive integer');
  }
  return contract.subject.replace('{conversationId}', String(conversationId));
}
