import { inject } from 'vitest';
import { holdAnswer } from './reference.ts';

export interface ApiAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface ApiOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Another gateway than the system's own. */
  gateway?: string;
}

/** One REST call as a client makes it; a body that is no text is sent as JSON. Every answer must be a documented one. */
export async function callApi<Body>(
  method: string,
  path: string,
  { token, body, headers = {}, gateway = inject('system').gateway }: ApiOptions = {},
): Promise<ApiAnswer<Body>> {
  const response = await fetch(gateway + path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  holdAnswer(method, path, response, answer);
  return { status: response.status, headers: response.headers, body: answer };
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { path: string; message: string }[];
  retryAfterMs?: number;
}
