import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ContractSnapshot } from '../compatibility/contract-snapshot.ts';
import { createSchemaWriter } from '../reference/json-schema.ts';
import { doesFit, fit } from './fit.ts';
import { readVersion } from './read-version.ts';
import { lastRelease } from './release-files.ts';
import type { Version } from './version.ts';

interface Change {
  input?: z.ZodRawShape;
  output?: z.ZodRawShape;
  payload?: z.ZodRawShape;
  request?: Partial<ContractSnapshot>;
  publish?: string[];
  subscribe?: string[];
  migrations?: string[];
  further?: Record<string, ContractSnapshot>;
}

const size = z.enum(['small', 'large']);
const threeSizes = z.enum(['small', 'medium', 'large']);
const fields = { text: z.string(), size };

/** A system of one request, which gateway and apps ask chat, and one event, which chat tells realtime. */
function version(name: string, change: Change): Version {
  const { input = fields, output = fields, payload = fields } = change;
  const write = (shape: z.ZodRawShape, direction: 'input' | 'output') =>
    createSchemaWriter('#/$defs').write(z.object(shape), direction);
  const none = { inboxPrefix: '_INBOX', publish: [], subscribe: [] };
  const {
    publish = ['livechat.v1.event.conversation.*.hello'],
    subscribe = ['livechat.v1.rpc.chat.hello.say chat'],
    migrations = ['2026-01', '2026-02'],
  } = change;
  return {
    name,
    contracts: {
      sayHello: {
        name: 'sayHello',
        subject: 'livechat.v1.rpc.chat.hello.say',
        actors: ['user'],
        callers: ['gateway'],
        errors: ['NOT_FOUND'],
        routes: { 'POST /api/hello': { role: 'user', status: 201 } },
        input: write(input, 'input'),
        output: write(output, 'output'),
        $defs: {},
        ...change.request,
      },
      helloSaid: {
        name: 'helloSaid',
        subject: 'livechat.v1.event.conversation.{conversationId}.hello',
        listeners: ['realtime'],
        payload: write(payload, 'output'),
        $defs: {},
      },
      ...change.further,
    },
    permissions: { gateway: none, chat: { ...none, publish, subscribe }, moderation: none, realtime: none },
    migrations,
  };
}

/** What is said of a change, without what fits. */
function changes(older: Change, newer: Change) {
  const verdicts = fit(version('1.0', older), version('1.1', newer));
  const said = verdicts.flatMap(({ about, direction, who, breaks, waits }) => [
    ...breaks.map((what) => ({ about, direction, who, breaks: what })),
    ...waits.map((what) => ({ about, direction, who, waits: what })),
  ]);
  return { said, fits: doesFit(verdicts) };
}

const asked = { about: 'sayHello', direction: 'old asks new', who: 'gateway, apps of 1.0 with chat of 1.1' } as const;
const asking = { about: 'sayHello', direction: 'new asks old', who: 'gateway, apps of 1.1 with chat of 1.0' } as const;
const heard = { about: 'helloSaid', direction: 'old hears new', who: 'realtime of 1.0 with chat of 1.1' } as const;
const hearing = { about: 'helloSaid', direction: 'new hears old', who: 'realtime of 1.1 with chat of 1.0' } as const;
const ran = { direction: 'old runs with new' } as const;
const permitted = { ...ran, about: 'permissions on NATS', who: 'chat of 1.0 with the permissions of 1.1' };
const migrated = { ...ran, about: 'migrations', who: 'chat of 1.1 with the tables of 1.0' };

test('every contract gets a word in both directions, and permissions and migrations get theirs', () => {
  const verdicts = fit(version('1.0', {}), version('1.1', {}));
  expect(verdicts.map(({ about, direction }) => `${about}: ${direction}`)).toEqual([
    'helloSaid: old hears new',
    'helloSaid: new hears old',
    'sayHello: old asks new',
    'sayHello: new asks old',
    ...Array.from({ length: 4 }, () => 'permissions on NATS: old runs with new'),
    'migrations: old runs with new',
  ]);
  expect(changes({}, {})).toEqual({ said: [], fits: true });
});

const note = z.string().optional();

test.each<[string, Change, Change, object[]]>([
  ['a new optional field of an answer', {}, { output: { ...fields, note } }, []],
  ['a new optional field of an event', {}, { payload: { ...fields, note } }, []],
  [
    'a new field of an answer, for which the reader has a default',
    {},
    { output: { ...fields, n: z.int().default(0) } },
    [],
  ],
  [
    'a field of an event that is always there from now on, for which the reader has a default',
    { payload: { ...fields, note } },
    { payload: { ...fields, note: z.string().default('') } },
    [],
  ],
  ['an error more', {}, { request: { errors: ['NOT_FOUND', 'CONFLICT'] } }, []],
  ['a wider permission', {}, { publish: ['livechat.v1.event.conversation.*.hello', 'more'] }, []],
  ['a migration at the end', {}, { migrations: ['2026-01', '2026-02', '2026-03'] }, []],
  [
    'a new optional field of a question: the old one passes over it',
    {},
    { input: { ...fields, note } },
    [{ ...asking, waits: 'input.note: is not read' }],
  ],
  [
    'a value more in a question: the old one refuses it',
    {},
    { input: { ...fields, size: threeSizes } },
    [{ ...asking, waits: 'input.size: medium is not read' }],
  ],
  [
    'a new route',
    {},
    {
      request: {
        routes: { 'POST /api/hello': { role: 'user', status: 201 }, 'PUT /api/hello': { role: 'user', status: 200 } },
      },
    },
    [{ ...asking, waits: 'PUT /api/hello: is not there yet' }],
  ],
  [
    'an actor more',
    {},
    { request: { actors: ['user', 'admin'] } },
    [{ ...asking, waits: 'actors: admin is not let in yet' }],
  ],
])('fits: %s', (_, older, newer, said) => {
  expect(changes(older, newer)).toEqual({ said, fits: true });
});

test('fits: a new contract, which nobody old knows', () => {
  const further = {
    wave: {
      name: 'wave',
      subject: 'livechat.v1.rpc.chat.wave',
      callers: ['realtime'],
      input: {},
      output: {},
      $defs: {},
    },
  };
  expect(changes({}, { further })).toEqual({
    said: [
      {
        about: 'wave',
        direction: 'new asks old',
        who: 'realtime of 1.1 with realtime of 1.0',
        waits: 'is not there yet',
      },
    ],
    fits: true,
  });
});

test.each<[string, Change, Change, object[]]>([
  [
    'a renamed field of an answer, on both sides',
    {},
    { output: { words: z.string(), size } },
    [
      { ...asked, breaks: 'output.text: is not given' },
      { ...asking, breaks: 'output.words: is not given' },
    ],
  ],
  [
    'a renamed field of an event, on both sides',
    {},
    { payload: { words: z.string(), size } },
    [
      { ...heard, breaks: 'payload.text: is not given' },
      { ...hearing, breaks: 'payload.words: is not given' },
    ],
  ],
  [
    'a field of an answer that a new asker counts on at once',
    {},
    { output: { ...fields, note: z.string() } },
    [{ ...asking, breaks: 'output.note: is not given' }],
  ],
  [
    'a field of an event that a new listener counts on at once',
    {},
    { payload: { ...fields, note: z.string() } },
    [{ ...hearing, breaks: 'payload.note: is not given' }],
  ],
  [
    'a value of an event that a new listener no longer reads',
    { payload: { ...fields, size: threeSizes } },
    {},
    [{ ...hearing, breaks: 'payload.size: medium is not read' }],
  ],
  [
    'a new value of an event',
    {},
    { payload: { ...fields, size: threeSizes } },
    [{ ...heard, breaks: 'payload.size: medium is not read' }],
  ],
  [
    'a field that a question must have from now on',
    {},
    { input: { ...fields, note: z.string() } },
    [
      { ...asked, breaks: 'input.note: is not given' },
      { ...asking, waits: 'input.note: is not read' },
    ],
  ],
  [
    'another status of a route',
    {},
    { request: { routes: { 'POST /api/hello': { role: 'user', status: 200 } } } },
    [
      { ...asked, breaks: 'POST /api/hello: role or status changed' },
      { ...asking, waits: 'POST /api/hello: role or status changed' },
    ],
  ],
  [
    'a permission that the old one still needs',
    { publish: ['livechat.v1.event.conversation.*.hello', 'more'] },
    {},
    [{ ...permitted, breaks: 'publish: more is refused' }],
  ],
  ['a migration that is gone', {}, { migrations: ['2026-01'] }, [{ ...migrated, breaks: '2026-02: is gone' }]],
  [
    'a migration between those that have run',
    {},
    { migrations: ['2026-01', '2026-01b', '2026-02'] },
    [{ ...migrated, breaks: '2026-01b: belongs before 2026-02, which has run' }],
  ],
])('breaks: %s', (_, older, newer, said) => {
  expect(changes(older, newer)).toEqual({ said, fits: false });
});

test('breaks: a contract that is gone, for those who ask', () => {
  const older = version('1.0', {});
  const newer = version('1.1', {});
  delete newer.contracts.sayHello;
  const broken = fit(older, newer).filter(({ breaks }) => breaks.length > 0);
  expect(broken).toEqual([{ ...asked, breaks: ['is gone'], waits: [] }]);
});

test('the last release and the working tree fit: either can be upgraded to or rolled back from, service by service', () => {
  const { version: last } = lastRelease();
  const broken = fit(readVersion(last), readVersion('working-tree')).filter(({ breaks }) => breaks.length > 0);
  expect(broken, `npm run fits -- ${last} working-tree`).toEqual([]);
});
