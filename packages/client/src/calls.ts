import type { Role } from '@livechat/contracts/actor';
import {
  type DeclaredError,
  internalFields,
  type RequestContract,
  type RestBinding,
} from '@livechat/contracts/contract';
import type { ErrorCode } from '@livechat/contracts/errors';
import { requests } from '@livechat/contracts/registry';
import { z } from 'zod';
import { type CallAnswer, type CallOptions, noAnswer } from './answer.ts';
import { misfits, type OnFault } from './fault.ts';
import type { HttpRequest } from './http.ts';

type Requests = typeof requests;
type BindingOf<C extends RequestContract, R extends Role> = Extract<C['rest'][number], { role: R }>;
type Names<Of> = Of extends readonly (infer Name)[] ? Name : never;
type Without<B, What extends 'fields' | 'errors'> = B extends { without: infer W }
  ? W extends Record<What, infer List>
    ? Names<List>
    : never
  : never;

/** What the doors themselves can refuse, beside what each contract declares. */
export type DoorError = 'UNAUTHENTICATED' | 'RATE_LIMITED' | 'BLOCKED' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE';

type CallInput<C extends RequestContract, R extends Role> = Omit<
  z.input<C['input']>,
  Without<BindingOf<C, R>, 'fields'> & string
>;
type CallOutput<C extends RequestContract> = Omit<z.output<C['output']>, 'repeated' | 'revision'>;
type CallCode<C extends RequestContract, R extends Role> = Exclude<
  DeclaredError<C> | DoorError,
  Without<BindingOf<C, R>, 'errors'>
>;
type Call<Input, Output, Code extends ErrorCode> =
  Record<string, never> extends Input
    ? (input?: Input, options?: CallOptions) => Promise<CallAnswer<Output, Code>>
    : (input: Input, options?: CallOptions) => Promise<CallAnswer<Output, Code>>;

type CallName<R extends Role> = {
  [Name in keyof Requests]: [BindingOf<Requests[Name], R>] extends [never] ? never : Name;
}[keyof Requests];

/** The REST calls of one role, named as their contracts. */
export type Calls<R extends Role> = {
  [Name in CallName<R>]: Call<CallInput<Requests[Name], R>, CallOutput<Requests[Name]>, CallCode<Requests[Name], R>>;
};

/** Asks with a token; made by `createAuthorised`. */
export type Authorised = (
  request: Omit<HttpRequest, 'token' | 'signal'>,
  options?: CallOptions,
) => Promise<CallAnswer<unknown>>;

export function createCalls<R extends Role>(role: R, ask: Authorised, onFault: OnFault): Calls<R> {
  const calls: Record<string, unknown> = {};
  for (const [name, contract] of Object.entries<RequestContract>(requests)) {
    const binding = contract.rest.find((one) => one.role === role);
    if (!binding) continue;
    const { shape } = contract.output;
    const told = Object.entries(shape).filter(([field]) => !internalFields.includes(field));
    const output = z.object(Object.fromEntries(told));
    calls[name] = (input: Record<string, unknown> = {}, options?: CallOptions) =>
      fitting(name, output, ask(requestOf(binding, input), options), onFault);
  }
  return calls as Calls<R>;
}

/** Lets an answer through if it is what the contract says. */
export async function fitting<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  asked: Promise<CallAnswer<unknown>>,
  onFault: OnFault,
): Promise<CallAnswer<z.output<Schema>>> {
  const answer = await asked;
  if (!answer.ok) return answer;
  const read = schema.safeParse(answer.value);
  if (read.success) return { ok: true, value: read.data };
  onFault({ what: 'answer-does-not-fit', name, detail: misfits(read.error.issues) });
  return noAnswer('BAD_ANSWER');
}

/** What the path names goes into it; the rest into the query or the body. */
export function requestOf(
  { method, path }: Pick<RestBinding, 'method' | 'path'>,
  input: Record<string, unknown>,
): Omit<HttpRequest, 'token' | 'signal'> {
  const rest = { ...input };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest[field];
    delete rest[field];
    return encodeURIComponent(String(value));
  });
  if (method === 'GET') return { method, path: filled, query: rest };
  return { method, path: filled, ...(method !== 'DELETE' && { body: rest }) };
}
