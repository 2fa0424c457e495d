import { asyncApiDocument } from '@livechat/contracts/asyncapi';
import { openApiDocument } from '@livechat/contracts/openapi';
import type { HttpMethod, Operation } from '@livechat/contracts/reference/openapi-types';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { inject } from 'vitest';

export const openApi = openApiDocument();
export const asyncApi = asyncApiDocument();

// An older version does not say what is new, and who reads it has a default then.
const useDefaults = inject('upgrade') !== undefined;
const ofOpenApi = new Ajv2020({ strict: false, useDefaults });
const ofAsyncApi = new Ajv({ strict: false, useDefaults });
for (const ajv of [ofOpenApi, ofAsyncApi]) addFormats.default(ajv);
ofOpenApi.addSchema(openApi, 'reference');
ofAsyncApi.addSchema(asyncApi, 'reference');

/** What was answered in this test file so far, as `GET /path 404 NOT_FOUND` and `join-chat NOT_FOUND`. */
export const answered = new Set<string>();

const templates = Object.entries(openApi.paths).map(([path, methods]) => ({
  path,
  methods,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The documented operation that a call is about, if there is one. */
export function operationAt(method: string, url: string): { path: string; operation: Operation } | undefined {
  const [pathname = ''] = url.split('?');
  const name = method.toLowerCase() as HttpMethod;
  // `…/messages/read` fits `…/messages/{messageId}` too: the one with fewer holes is meant.
  const found = templates
    .filter(({ pattern, methods }) => pattern.test(pathname) && methods[name])
    .sort((one, other) => one.path.split('{').length - other.path.split('{').length)[0];
  const operation = found?.methods[name];
  return found && operation ? { path: found.path, operation } : undefined;
}

/** Throws when an answer over REST is not one that the reference declares. */
export function holdAnswer(method: string, url: string, response: Response, body: unknown): void {
  const found = operationAt(method, url);
  if (!found) return;
  const { path, operation } = found;
  const code = response.status >= 400 ? ` ${Object(body).code}` : '';
  const name = `${method} ${path} ${response.status}${code}`;
  answered.add(name);
  const declared = operation.responses[response.status];
  if (!declared) throw new Error(`${name} is not in the reference`);
  for (const header of Object.keys(declared.headers)) {
    if (!response.headers.has(header)) throw new Error(`${name} came without ${header}`);
  }
  const [mediaType] = Object.keys(declared.content ?? {});
  if (mediaType === undefined || response.status === 304) return;
  const pointer = ['paths', path, method.toLowerCase(), 'responses', response.status, 'content', mediaType, 'schema'];
  hold(name, ofOpenApi.getSchema(reference(pointer)), body);
}

/** Throws when what a socket was told, or acknowledged with, does not fit the reference. */
export function holdSocket(message: string, payload: unknown): void {
  const error = Object(payload).error;
  if (message.endsWith('.acknowledgement'))
    answered.add(message.replace('.acknowledgement', ` ${error?.code ?? 'ok'}`));
  else answered.add(message);
  holdBus(message, payload);
}

/** Throws when what was said on the bus does not fit the reference. */
export function holdBus(message: string, payload: unknown): void {
  hold(message, ofAsyncApi.getSchema(reference(['components', 'messages', message, 'payload'])), payload);
}

const reference = (steps: unknown[]) =>
  `reference#/${steps.map((step) => encodeURIComponent(String(step).replaceAll('/', '~1'))).join('/')}`;

function hold(name: string, validate: ValidateFunction | undefined, value: unknown): void {
  if (!validate) throw new Error(`${name} is not in the reference`);
  if (!validate(value)) throw new Error(`${name} does not fit the reference: ${JSON.stringify(validate.errors)}`);
}
