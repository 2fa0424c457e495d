import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import type { RequestContract } from './contract.ts';
import { openApiDocument } from './openapi.ts';
import { danglingReferences } from './reference/dangling-references.ts';
import type { Operation } from './reference/openapi-types.ts';
import { referenceInfo } from './reference/reference-info.ts';
import { requests } from './registry.ts';

const document = openApiDocument();

function operation(method: 'get' | 'post' | 'patch', path: string): Operation {
  const found = document.paths[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
}

const bodyOf = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema;
const answerOf = ({ responses }: Operation, status: number) => responses[status]?.content?.['application/json']?.schema;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

test('the document is valid OpenAPI 3.1 and every reference leads somewhere', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone({ ...document }));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(danglingReferences(document)).toEqual([]);
});

test('every REST binding of every contract is in it, under an id of its own', () => {
  for (const { rest } of Object.values<RequestContract>(requests)) {
    for (const { method, path } of rest) {
      expect(Object.keys(document.paths[path] ?? {}), path).toContain(method.toLowerCase());
    }
  }
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what the path gives is a path parameter, and neither in the body nor in the query', () => {
  const send = operation('post', '/api/chat/conversations/{conversationId}/messages');
  expect(send.parameters).toEqual([
    { name: 'conversationId', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } },
  ]);
  expect(Object.keys(bodyOf(send)?.properties ?? {})).not.toContain('conversationId');
  const list = operation('get', '/api/chat/conversations/{conversationId}/messages');
  expect(list.parameters?.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual([
    'path conversationId',
    'query before',
    'query after',
    'query limit',
  ]);
});

test('bodies are strict, keep their defaults optional and take the claims of existing clients', () => {
  const body = bodyOf(operation('post', '/api/chat/conversations'));
  expect(body).toMatchObject({ additionalProperties: false, required: ['subject', 'message'] });
  expect(body?.properties).toMatchObject({ username: { type: 'string' }, priority: { default: 'medium' } });
  const query = operation('get', '/api/chat/conversations').parameters;
  expect(query?.find(({ name }) => name === 'username')).toMatchObject({ in: 'query', required: false });
});

test('answers are open for new fields and do not show `repeated`', () => {
  const answer = answerOf(operation('post', '/api/chat/conversations'), 201);
  expect(answer).toEqual({
    type: 'object',
    properties: {
      conversation: { $ref: '#/components/schemas/Conversation' },
      message: { $ref: '#/components/schemas/Message' },
    },
    required: ['conversation', 'message'],
  });
  expect(answerOf(operation('post', '/api/chat/conversations'), 200)).toEqual(answer);
});

test('every declared and universal error is a problem, with its codes named by status', () => {
  const { responses } = operation('post', '/api/chat/conversations');
  expect(Object.keys(responses)).toEqual([
    '200',
    '201',
    '400',
    '401',
    '403',
    '409',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ]);
  expect(responses[403]?.content?.['application/problem+json']?.schema.allOf).toEqual([
    { $ref: '#/components/schemas/Problem' },
    { type: 'object', properties: { code: { type: 'string', enum: ['FORBIDDEN', 'BLOCKED'] } } },
  ]);
  expect(Object.keys(responses[429]?.headers ?? {})).toEqual(['X-Request-Id', 'Retry-After']);
});

test('every call but those of signing in, client settings, health and reference needs a token, of the role of its route', () => {
  const open = operations.filter(({ security }) => security.length === 0).map(({ operationId }) => operationId);
  expect(open).toEqual([
    'login',
    'refresh',
    'clientSettings',
    'livez',
    'readyz',
    'openApi',
    'asyncApi',
    'docs',
    'docsStyle',
  ]);
  expect(operation('get', '/api/chat/admin/conversations').security).toEqual([{ bearer: ['admin'] }]);
  expect(operation('get', '/api/auth/me').security).toEqual([{ bearer: [] }]);
});

test('the version is that of the package', () => {
  const { version, license } = JSON.parse(readFileSync(`${import.meta.dirname}/../package.json`, 'utf8'));
  expect([referenceInfo.version, referenceInfo.license.identifier]).toEqual([version, license]);
});
