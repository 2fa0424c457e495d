import { type ErrorCode, errors } from '../errors.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Header, ResponseObject } from './openapi-types.ts';

export const headers: Record<string, Header> = {
  'X-Request-Id': {
    description: 'The caller’s own X-Request-Id if it is 1 to 64 letters, digits, dots, dashes or underscores.',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'The limit: q calls in any w seconds, as in `"messages";q=30;w=60`.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'What is left of it: r calls now, all of them again in t seconds, as in `"messages";r=29;t=60`.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'In how many seconds to try again.', schema: { type: 'integer', minimum: 0 } },
  'WWW-Authenticate': { description: 'Always `Bearer`.', schema: { type: 'string' } },
};

export function headerReferences(...names: string[]): ResponseObject['headers'] {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** A response for every status in which these codes are told, in ascending order. */
export function errorResponses(
  codes: readonly ErrorCode[],
  problem: JsonSchema,
  limited: boolean,
): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(new Set(codes), (code) => errors[code].status);
  return Object.fromEntries([...byStatus].map(([status, own]) => [status, refusal(status, own, problem, limited)]));
}

function refusal(status: number, codes: ErrorCode[], problem: JsonSchema, limited: boolean): ResponseObject {
  const also = status === 401 ? ['WWW-Authenticate'] : status === 429 || status === 503 ? ['Retry-After'] : [];
  // What can fail before the limit is asked need not tell of it; a 429 may be of bad tokens instead.
  const tellsLimit = limited && [404, 409, 422].includes(status);
  const limitHeaders = tellsLimit ? ['RateLimit', 'RateLimit-Policy'] : [];
  return {
    description: codes.map((code) => `\`${code}\`: ${errors[code].title}.`).join(' '),
    headers: headerReferences('X-Request-Id', ...limitHeaders, ...also),
    content: {
      'application/problem+json': {
        schema: { allOf: [problem, { type: 'object', properties: { code: { type: 'string', enum: codes } } }] },
      },
    },
  };
}
