import type { AsyncApiDocument } from '@livechat/contracts/reference/asyncapi-types';
import type { OpenApiDocument } from '@livechat/contracts/reference/openapi-types';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, inject, test } from 'vitest';
import { callApi, type Problem } from './setup/api.ts';
import { openConversation } from './setup/conversations.ts';
import { newPerson, type Person } from './setup/people.ts';

const get = (path: string, headers: Record<string, string> = {}) => fetch(inject('system').gateway + path, { headers });
const { body: openApi } = await callApi<OpenApiDocument>('GET', '/openapi.json');
const { body: asyncApi } = await callApi<AsyncApiDocument>('GET', '/asyncapi.json');

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(openApi, 'openapi.json');

/** What does not fit the documented answer to a call. */
function faultsOf(path: string, method: string, status: number, mediaType: string, body: unknown) {
  const place = ['paths', path, method, 'responses', status, 'content', mediaType, 'schema'];
  const pointer = place.map((step) => encodeURIComponent(String(step).replaceAll('/', '~1'))).join('/');
  const validate = ajv.getSchema(`openapi.json#/${pointer}`);
  if (!validate) return `${method} ${path} ${status} ${mediaType} is not in the document`;
  validate(body);
  return validate.errors ?? 'none';
}

test('both documents and the page answer without a token, and with 304 to who has them', async () => {
  expect([openApi.openapi, asyncApi.asyncapi]).toEqual(['3.1.1', '3.0.0']);
  for (const path of ['/openapi.json', '/asyncapi.json', '/docs', '/docs/style.css']) {
    const first = await get(path);
    expect([first.status, first.headers.get('cache-control')], path).toEqual([200, 'no-cache']);
    expect((await first.text()).length).toBeGreaterThan(1_000);
    // As a browser asks; fetch by itself would ask for a fresh copy.
    const known = { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
    const again = await get(path, known);
    expect([again.status, (await again.text()).length], path).toEqual([304, 0]);
  }
});

test('the page may load nothing but its own stylesheet', async () => {
  const page = await get('/docs');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
  expect((await get('/docs/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
});

test('every documented GET exists and answers as documented, to its role', async () => {
  const people: Record<string, Person> = { user: newPerson('user'), admin: newPerson('admin') };
  const conversation = await openConversation(people.user ?? newPerson('user'));
  const calls = Object.entries(openApi.paths).flatMap(([path, { get: operation }]) =>
    operation?.responses[200]?.content?.['application/json'] ? [{ path, operation }] : [],
  );
  expect(calls.length).toBeGreaterThan(8);
  for (const { path, operation } of calls) {
    const [role = 'user'] = operation.security[0]?.bearer ?? [];
    const url = path
      .replaceAll('{conversationId}', String(conversation.id))
      .replaceAll('{userId}', String(conversation.userId));
    const { status, body } = await (people[role] ?? newPerson('user')).call('GET', url);
    expect([path, status]).toEqual([path, 200]);
    expect(faultsOf(path, 'get', status, 'application/json', body), path).toBe('none');
  }
});

test('every documented call that needs a token refuses whoever has none with a documented problem', async () => {
  for (const [path, methods] of Object.entries(openApi.paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      if (security.length === 0) continue;
      const url = path.replaceAll(/\{\w+\}/g, '1');
      const { status, body, headers } = await callApi<Problem>(method.toUpperCase(), url);
      expect([path, status, body.code]).toEqual([path, 401, 'UNAUTHENTICATED']);
      expect(headers.get('x-request-id')).toBe(body.requestId);
      expect(faultsOf(path, method, status, 'application/problem+json', body), path).toBe('none');
    }
  }
});

test('a field that is not documented is refused, with a documented problem', async () => {
  const path = '/api/chat/conversations';
  const fields = { subject: 'Hello', message: 'Hello', surprise: true };
  const { status, body } = await newPerson('user').call<Problem>('POST', path, fields);
  expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
  expect(faultsOf(path, 'post', status, 'application/problem+json', body)).toBe('none');
});
