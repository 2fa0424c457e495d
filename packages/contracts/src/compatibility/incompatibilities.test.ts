import { expect, test } from 'vitest';
import { z } from 'zod';
import { createSchemaWriter } from '../reference/json-schema.ts';
import type { ContractSnapshot } from './contract-snapshot.ts';
import { incompatibilities } from './incompatibilities.ts';

const facts = {
  name: 'sayHello',
  subject: 'livechat.v1.rpc.chat.hello.say',
  actors: ['user', 'admin'],
  callers: ['gateway'],
  errors: ['NOT_FOUND', 'BLOCKED'],
  routes: { 'POST /api/hello': { role: 'user', status: 201, claims: { username: 'username' } } },
  socket: { event: 'say-hello' },
} as const satisfies Partial<ContractSnapshot>;

function snapshot(schemas: { input?: z.ZodType; output?: z.ZodType }, changed: Partial<ContractSnapshot> = {}) {
  const writer = createSchemaWriter('#/$defs');
  const { input = z.object({}), output = z.object({}) } = schemas;
  const written = { input: writer.write(input, 'input'), output: writer.write(output, 'output') };
  return { ...facts, ...written, $defs: writer.definitions, ...changed };
}

const ofInput = (older: z.ZodRawShape, newer: z.ZodRawShape) =>
  incompatibilities(snapshot({ input: z.object(older) }), snapshot({ input: z.object(newer) }));
const ofOutput = (older: z.ZodRawShape, newer: z.ZodRawShape) =>
  incompatibilities(snapshot({ output: z.object(older) }), snapshot({ output: z.object(newer) }));

const text = z.string();
const size = z.enum(['small', 'large']);
const threeSizes = z.enum(['small', 'medium', 'large']);

test('what did not change is compatible, schemas that refer to themselves included', () => {
  const all = { text, size, json: z.json(), metadata: z.record(text, z.json()), maybe: text.nullable().optional() };
  expect(ofInput(all, all)).toEqual([]);
  expect(ofOutput(all, all)).toEqual([]);
});

test('an input may get a new optional field, a wider enum, a wider limit, another type beside the old', () => {
  expect(ofInput({ text }, { text, note: text.optional(), size: size.default('small') })).toEqual([]);
  expect(ofInput({ size }, { size: threeSizes })).toEqual([]);
  expect(ofInput({ text: text.max(5) }, { text: text.max(9) })).toEqual([]);
  expect(ofInput({ text }, { text: text.nullable() })).toEqual([]);
  expect(ofInput({ text }, { text: z.union([text, z.int()]) })).toEqual([]);
  expect(ofInput({ text }, { text: text.optional() })).toEqual([]);
});

test.each<[string, z.ZodRawShape, z.ZodRawShape, string]>([
  ['a new required field', { text }, { text, note: text }, 'input.note: is not given'],
  ['a field that became required', { text: text.optional() }, { text }, 'input.text: is not always given'],
  ['a field that is gone', { text, note: text.optional() }, { text }, 'input.note: is not read'],
  ['a narrower enum', { size: threeSizes }, { size }, 'input.size: medium is not read'],
  ['an enum instead of any text', { size: text }, { size }, 'input.size: any value where only small, large is read'],
  ['another type', { text }, { text: z.int() }, 'input.text: string where integer is read'],
  ['a lower limit', { text: text.max(9) }, { text: text.max(5) }, 'input.text: beyond the maxLength that is read'],
  ['a first limit', { n: z.int() }, { n: z.int().min(1) }, 'input.n: beyond the minimum that is read'],
  ['null no longer', { text: text.nullable() }, { text }, 'input.text: null where string is read'],
  [
    'another default',
    { size: size.default('small') },
    { size: size.default('large') },
    'input.size: has another default',
  ],
  [
    'a change inside a list',
    { list: z.array(size) },
    { list: z.array(z.int()) },
    'input.list[]: string where integer is read',
  ],
])('in an input, %s is incompatible', (_, older, newer, fault) => {
  expect(ofInput(older, newer)).toEqual([fault]);
});

test('an output may get new fields, fewer values, narrower limits', () => {
  expect(ofOutput({ text }, { text, note: text, size })).toEqual([]);
  expect(ofOutput({ size: threeSizes }, { size })).toEqual([]);
  expect(ofOutput({ text: text.nullable() }, { text })).toEqual([]);
  expect(ofOutput({ list: z.array(z.object({ text })) }, { list: z.array(z.object({ text, note: text })) })).toEqual(
    [],
  );
});

test.each<[string, z.ZodRawShape, z.ZodRawShape, string]>([
  ['a field that is gone', { text, note: text }, { text }, 'output.note: is not given'],
  ['an optional field that is gone', { note: text.optional() }, {}, 'output.note: is not given'],
  ['a renamed field', { text }, { words: text }, 'output.text: is not given'],
  ['a field that may be absent', { text }, { text: text.optional() }, 'output.text: is not always given'],
  ['null where there was none', { text }, { text: text.nullable() }, 'output.text: null where string is read'],
  ['a new value of an enum', { size }, { size: threeSizes }, 'output.size: medium is not read'],
  ['another type', { n: z.int() }, { n: text }, 'output.n: string where integer is read'],
  ['a lost inner field', { o: z.object({ text }) }, { o: z.object({}) }, 'output.o.text: is not given'],
])('in an output, %s is incompatible', (_, older, newer, fault) => {
  expect(ofOutput(older, newer)).toEqual([fault]);
});

test.each<[string, Partial<ContractSnapshot>, string]>([
  [
    'another subject',
    { subject: 'livechat.v1.rpc.chat.hello.shout' },
    'subject: is livechat.v1.rpc.chat.hello.shout, was livechat.v1.rpc.chat.hello.say',
  ],
  ['an error that is gone', { errors: ['NOT_FOUND'] }, 'errors: BLOCKED is gone'],
  ['an actor that is gone', { actors: ['user'] }, 'actors: admin is gone'],
  ['a caller that is gone', { callers: [] }, 'callers: gateway is gone'],
  ['a route that is gone', { routes: {} }, 'POST /api/hello: is gone'],
  [
    'a route with another status',
    { routes: { 'POST /api/hello': { ...facts.routes['POST /api/hello'], status: 200 } } },
    'POST /api/hello: role or status changed',
  ],
  [
    'a claim that is gone',
    { routes: { 'POST /api/hello': { role: 'user', status: 201 } } },
    'POST /api/hello: username is not read',
  ],
  ['another socket event', { socket: { event: 'hello' } }, 'socket event say-hello: is gone'],
])('%s is incompatible', (_, changed, fault) => {
  expect(incompatibilities(snapshot({}), snapshot({}, changed))).toEqual([fault]);
});

test('a contract that is gone is incompatible; more errors, callers and routes are not', () => {
  expect(incompatibilities(snapshot({}), undefined)).toEqual(['is gone']);
  const more: Partial<ContractSnapshot> = {
    errors: [...facts.errors, 'CONFLICT'],
    callers: [...facts.callers, 'realtime'],
    routes: { ...facts.routes, 'POST /api/admin/hello': { role: 'admin', status: 201 } },
  };
  expect(incompatibilities(snapshot({}), snapshot({}, more))).toEqual([]);
});
