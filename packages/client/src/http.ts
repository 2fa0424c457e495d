import { Message } from '@livechat/contracts/chat/message';
import type { RestBinding } from '@livechat/contracts/contract';
import { isErrorCode } from '@livechat/contracts/errors';
import { z } from 'zod';
import { answered, type CallAnswer, noAnswer } from './answer.ts';

export interface HttpRequest {
  method: RestBinding['method'];
  path: string;
  query?: Record<string, unknown>;
  body?: unknown;
  token?: string | undefined;
  signal: AbortSignal;
}

export type Http = (request: HttpRequest) => Promise<CallAnswer<unknown>>;

/** As the gateway answers refusals (RFC 9457); what does not fit of the extras is left out. */
const Problem = z.object({
  code: z.string().refine(isErrorCode),
  detail: z.string().catch(''),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .catch(undefined),
  retryAfterMs: z.number().nonnegative().optional().catch(undefined),
  messages: z.array(Message).optional().catch(undefined),
});

/** One REST call; a refusal is recognised by its problem document, everything else is no answer of the service. */
export function createHttp(baseUrl: string, fetchLike: typeof fetch = (...args) => fetch(...args)): Http {
  return async ({ method, path, query = {}, body, token, signal }) => {
    const address = new URL(path, baseUrl);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const init: RequestInit = {
      method,
      signal,
      // The token says who is asking; a cookie must not.
      credentials: 'omit',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    try {
      const response = await fetchLike(address, init);
      const text = await response.text();
      if (response.ok) return answered(text === '' ? {} : JSON.parse(text));
      return refusalOf(response.status, text);
    } catch (err) {
      return noAnswer(err instanceof SyntaxError ? 'BAD_ANSWER' : 'UNREACHABLE');
    }
  };
}

function refusalOf(status: number, text: string): CallAnswer<never> {
  const problem = Problem.safeParse(parsed(text));
  if (!problem.success) return noAnswer(status >= 500 ? 'UNREACHABLE' : 'BAD_ANSWER');
  const { code, detail, ...extras } = problem.data;
  if (!isErrorCode(code)) return noAnswer('BAD_ANSWER');
  return { ok: false, kind: 'refused', code, detail, ...withoutUndefined(extras) };
}

/** Optional fields are absent or there, never `undefined`. */
export function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An error page of something in between.
    return undefined;
  }
}
