import type { Principal } from '@livechat/contracts/actor';
import type { RequestContract, RestBinding } from '@livechat/contracts/contract';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import { requests } from '@livechat/contracts/registry';
import { checkClaims } from '@livechat/edge/check-claims';
import type { LimitedCall } from '@livechat/edge/limited-call';
import { readInput } from '@livechat/edge/read-input';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { addToAudit, endAudit, nameOperation } from './audit-requests.ts';
import { principalOf } from './auth.ts';
import { sendFailure } from './error-response.ts';
import { bodyOf } from './json-body.ts';
import { setLimitHeaders } from './limit-headers.ts';
import { sendAnswer } from './send-answer.ts';

/** A route for every REST binding of every contract; `before` lets a caller in and reads the body. */
export function contractRoutes(call: LimitedCall, before: RequestHandler[]): Router {
  const router = Router();
  for (const contract of Object.values<RequestContract>(requests)) {
    for (const binding of contract.rest) {
      const method = binding.method.toLowerCase() as Lowercase<RestBinding['method']>;
      router[method](expressPath(binding.path), nameOperation(contract), before, answer(call, contract, binding));
    }
  }
  return router;
}

function answer(call: LimitedCall, contract: RequestContract, binding: RestBinding): RequestHandler {
  return async (request, response) => {
    const principal = principalOf(response);
    const input = inputOf(request, response, contract, binding, principal);
    if (isFailure(input)) return sendFailure(response, input);
    const { requestId, deadline } = response.locals;
    const { answer: output, limit } = await call(contract, input, { actor: principal, requestId, deadline });
    if (limit) setLimitHeaders(response, limit);
    if (isFailure(output)) return sendFailure(response, output);
    sendOutput(response, binding, output);
  };
}

function inputOf(
  request: Request,
  response: Response,
  { input: schema }: RequestContract,
  { method, role, claims, without }: RestBinding,
  principal: Principal,
): Record<string, unknown> | Failure {
  if (principal.role !== role) return fail('FORBIDDEN');
  const given = method === 'GET' ? queryOf(request, schema) : bodyOf(request);
  if (isFailure(given)) return given;
  addToAudit(response, { given: { ...given, ...request.params } });
  const own = checkClaims(given, claims, principal);
  if (isFailure(own)) return own;
  // What the path says is said there and nowhere else.
  const twice = Object.keys(request.params).find((name) => Object.hasOwn(own, name));
  if (twice !== undefined) {
    return fail('VALIDATION_FAILED', undefined, { errors: [{ path: twice, message: 'is given by the path' }] });
  }
  return readInput(schema, { ...own, ...spelledOut(request.params, schema) }, without);
}

function queryOf(request: Request, schema: z.ZodObject): Record<string, unknown> | Failure {
  const twice = Object.entries(request.query).find(([, value]) => typeof value !== 'string');
  if (!twice) return spelledOut(request.query, schema);
  return fail('VALIDATION_FAILED', undefined, { errors: [{ path: twice[0], message: 'must be given once' }] });
}

/** Paths and queries hold text only: where the schema wants a number or true, the text's meaning is taken. */
function spelledOut(texts: Request['query'] | Request['params'], schema: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
      const meaning = typeof text === 'string' ? meaningOf(text) : text;
      return [name, meaning !== text && field?.safeParse(meaning).success ? meaning : text];
    }),
  );
}

function meaningOf(text: string): unknown {
  if (/^(0|[1-9]\d{0,15})$/.test(text)) return Number(text);
  return text === 'true' ? true : text;
}

function sendOutput(response: Response, binding: RestBinding, output: Record<string, unknown>): void {
  endAudit(response, 'OK');
  const { repeated, ...body } = output;
  const status = repeated === true ? (binding.statusWhenRepeated ?? binding.status) : binding.status;
  sendAnswer(response, status, { body: status === 204 ? undefined : JSON.stringify(body) });
}

const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
