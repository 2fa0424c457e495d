import { randomUUID } from 'node:crypto';
import { type ConversationSort, conversationSorts } from '@livechat/contracts/chat/list-all-conversations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../services/chat/src/context.ts';
import { createConversationCounts } from '../services/chat/src/conversation-counts.ts';
import { positionOf } from '../services/chat/src/db/conversation-order.ts';
import { readConversationPage } from '../services/chat/src/db/conversation-page.ts';
import type { Database } from '../services/chat/src/db/database.ts';
import { filterConversations, type StaffFilter } from '../services/chat/src/db/filter-conversations.ts';
import { conversationHeads } from '../services/chat/src/handlers/conversation-heads.ts';
import { createConversation } from '../services/chat/src/handlers/create-conversation.ts';
import { joinConversation } from '../services/chat/src/handlers/join-conversation.ts';
import { listChangedMessages } from '../services/chat/src/handlers/list-changed-messages.ts';
import { listChanges } from '../services/chat/src/handlers/list-changes.ts';
import { listConversations } from '../services/chat/src/handlers/list-conversations.ts';
import { listMessages } from '../services/chat/src/handlers/list-messages.ts';
import { markMessagesDelivered } from '../services/chat/src/handlers/mark-messages-delivered.ts';
import { markMessagesRead } from '../services/chat/src/handlers/mark-messages-read.ts';
import { createOutbox } from '../services/chat/src/outbox.ts';
import { type Send, storeMessages } from '../services/chat/src/store-messages.ts';
import { longLength, messagesEach } from './setup/fill-messages.ts';
import { vocabulary } from './setup/fill-search.ts';
import { type LargeDatabase, openLargeDatabase } from './setup/large-database.ts';
import { measurePlan } from './setup/measured-plans.ts';
import { statementsOf } from './setup/query-plans.ts';
import { refused } from './setup/refuse-commits.ts';
import { staffFilters } from './setup/staff-filters.ts';

// The promise: what is asked all the time touches little of a large database, whatever is in it. Each statement is the one
// that chat itself has just asked, run once more to see what Postgres did.

const messages = Number(process.env.PLANS_MESSAGES ?? 2_000_000);
const conversations = messages / messagesEach;

/** Those that grow; the queue of the search is short, and has no index on purpose. */
const largeTables = [
  'chat_messages',
  'chat_conversations',
  'chat_conversation_changes',
  'chat_search_terms',
  'chat_search_documents',
  'chat_search_keys',
];

let own: LargeDatabase;

beforeAll(async () => {
  own = await openLargeDatabase('plans', messages);
}, 120_000);

afterAll(() => own.drop());

const person = <Role extends 'user' | 'admin'>(role: Role, id: number) => ({
  id,
  role,
  subject: String(id),
  username: `person${id}`,
  displayName: `Person ${id}`,
});
const staff = person('admin', 1);
const customer = person('user', 1);
const request = <Actor>(actor: Actor) => ({ actor, requestId: 'plans', deadline: { leftMs: () => 60_000 } });

/** For handlers that ask nobody but the database. */
const contextOf = (db: Database) =>
  ({
    db,
    outbox: { publish: () => {} },
    askReviews: async () => undefined,
    log: { warn: () => {} },
    metrics: { reviewed: () => {} },
    settings: { CHAT_MAX_CONVERSATIONS_PER_USER: 0, CHAT_MESSAGE_MAX_LENGTH: 1_000 },
  }) as unknown as Context;

interface Bounds {
  /** Pages of 8 KB that all statements together may touch. */
  buffers: number;
  mayReadAllOf?: string;
}

/** What goes beyond its bounds, in words; and one line for what Postgres did. */
async function check(name: string, bounds: Bounds, work: (db: Database) => Promise<unknown>): Promise<string[]> {
  const all = await statementsOf(own.db, work);
  const statements = all.filter(({ sql }) => !/^(begin|commit|rollback)$/.test(sql));
  const plans = [];
  for (const statement of statements) plans.push(await measurePlan(own.db, statement));
  const buffers = plans.reduce((sum, plan) => sum + plan.buffers, 0);
  const shown = plans.map(({ steps, rows }) => `${steps.join(' < ') || 'no table'} (${rows})`).join('; ');
  process.stdout.write(`${name}: ${buffers} buffers: ${shown}\n`);
  const whole = plans.flatMap((plan) => plan.wholeTables).filter((table) => largeTables.includes(table));
  return [
    ...(statements.length === 0 ? [`${name}: asks nothing`] : []),
    ...(buffers > bounds.buffers ? [`${name}: ${buffers} buffers, ${bounds.buffers} at most`] : []),
    ...whole.filter((table) => table !== bounds.mayReadAllOf).map((table) => `${name}: reads all of ${table}`),
  ];
}

/** No index has both the filter and the order: what stands before in the order is read, and grows with the table. */
const readsPastOthers = ({ status, assignee }: StaffFilter, sort: ConversationSort) =>
  (sort === 'priority' || sort === 'waiting') && (status !== undefined || typeof assignee === 'number');

async function list(
  filter: StaffFilter,
  { sort = 'activity', q, after }: { sort?: ConversationSort; q?: string; after?: number } = {},
): Promise<string[]> {
  const behind =
    after === undefined
      ? undefined
      : await own.db.selectFrom('chat_conversations').selectAll().where('id', '=', after).executeTakeFirstOrThrow();
  const words = q === undefined ? '' : ` with '${q}'`;
  const name = `list by ${sort} ${JSON.stringify(filter)}${words}${behind ? ', deep' : ''}`;
  const buffers = q === undefined ? 1_000 : 25_000;
  return check(name, { buffers: buffers + (readsPastOthers(filter, sort) ? conversations / 10 : 0) }, (db) =>
    readConversationPage(db, filterConversations(db, filter, staff.id), {
      cursor: behind && positionOf(behind, sort),
      limit: 50,
      sort,
      q,
    }),
  );
}

test('a page of messages, of what was missed, and of what was changed', async () => {
  const bounds = { buffers: 800 };
  const page = (name: string, range: { before?: number; after?: number }) =>
    check(name, bounds, (db) =>
      listMessages(contextOf(db))({ conversationId: own.longId, limit: 50, ...range }, request(staff)),
    );
  expect([
    ...(await page('newest messages', {})),
    ...(await page('messages before a seq', { before: longLength / 2 })),
    ...(await page('messages after a seq', { after: longLength / 2 })),
    ...(await check('join', bounds, (db) =>
      joinConversation(contextOf(db))({ conversationId: own.longId, afterSeq: longLength - 100 }, request(customer)),
    )),
    ...(await check('history of a conversation', bounds, (db) =>
      listChanges(contextOf(db))({ conversationId: own.longId }, request(staff)),
    )),
    // Reads the whole conversation, since no index knows revisions.
    ...(await check('changed messages', { buffers: 8_000 }, (db) =>
      listChangedMessages(contextOf(db))(
        { conversationId: own.longId, afterRevision: 0, afterSeq: 0 },
        request({ role: 'service', name: 'realtime' } as const),
      ),
    )),
    ...(await check('heads', bounds, (db) =>
      conversationHeads(contextOf(db))(
        { conversationIds: Array.from({ length: 100 }, (_, index) => 1 + index * 20) },
        request({ role: 'service', name: 'realtime' } as const),
      ),
    )),
  ]).toEqual([]);
});

test('the list of staff, in each order with each filter, and far down', async () => {
  const filters = [{}, ...staffFilters];
  const wrong: string[] = [];
  for (const sort of conversationSorts) {
    for (const filter of filters) wrong.push(...(await list(filter, { sort })));
    wrong.push(...(await list({}, { sort, after: conversations / 2 })));
  }
  expect(wrong).toEqual([]);
});

test("a customer's list", async () => {
  const ofCustomer = (name: string, query: object) =>
    check(name, { buffers: 400 }, (db) => listConversations(contextOf(db))({ limit: 50, ...query }, request(customer)));
  expect([
    ...(await ofCustomer("a customer's list", {})),
    ...(await ofCustomer("a customer's open ones", { status: 'open' })),
  ]).toEqual([]);
});

test('the counts read all conversations once, and nothing else', async () => {
  const bounds = { buffers: conversations / 20, mayReadAllOf: 'chat_conversations' };
  expect(await check('counts', bounds, (db) => createConversationCounts(db)(staff.id))).toEqual([]);
});

test('a search for what is frequent, rare, a part, two words, or nowhere', async () => {
  const words = vocabulary();
  const wrong: string[] = [];
  for (const q of [
    words[2],
    words[300],
    words[15_000],
    words[15_000]?.slice(0, 4),
    `${words[40]} ${words[400]}`,
    'zzzz',
  ]) {
    for (const sort of ['activity', 'waiting'] as const) wrong.push(...(await list({}, { q: q ?? '', sort })));
    wrong.push(...(await list({ status: 'open' }, { q: q ?? '' })));
  }
  expect(wrong).toEqual([]);
});

const sendTo = (conversationId: number, more: Partial<Send['input']> = {}): Send => ({
  actor: person('user', 1 + (conversationId % 40_000)),
  input: { conversationId, message: 'Hello', messageType: 'text', clientMessageId: randomUUID(), ...more },
  review: { text: 'Hello' },
});

test('storing a hundred messages, or one that answers another in a long conversation', async () => {
  const everywhere = Array.from({ length: 100 }, (_, index) => sendTo(1 + Math.floor((index * conversations) / 100)));
  const answer = { ...sendTo(own.longId, { replyToId: 1_000_000_000, basedOnSeq: 0 }), actor: customer };
  expect([
    ...(await check('store a hundred', { buffers: 15_000 }, (db) => refused(storeMessages(db, everywhere, 'skip')))),
    ...(await check('store and wait', { buffers: 400 }, (db) => refused(storeMessages(db, [sendTo(1)], 'wait')))),
    ...(await check('answer that missed others', { buffers: 900 }, async (db) => {
      const { id } = await db
        .selectFrom('chat_messages')
        .select('id')
        .where('conversation_id', '=', own.longId)
        .where('seq', '=', 1)
        .executeTakeFirstOrThrow();
      await storeMessages(db, [{ ...answer, input: { ...answer.input, replyToId: id } }], 'wait');
    })),
  ]).toEqual([]);
});

test('whether a conversation may be opened, and is not open already', async () => {
  const input = { subject: 'My order', priority: 'medium', message: 'Hello', clientMessageId: randomUUID() } as const;
  const open = async (db: Database) =>
    expect(await createConversation(contextOf(db))(input, request(customer))).toMatchObject({
      failure: 'CONVERSATION_LIMIT_REACHED',
    });
  expect(await check('open a conversation', { buffers: 150 }, open)).toEqual([]);
});

test('marking a hundred messages as delivered, or as read', async () => {
  const upTo = { conversationId: own.longId, upToSeq: longLength };
  const bounds = { buffers: 1_500 };
  expect([
    ...(await check('delivered', bounds, (db) =>
      refused(Promise.resolve(markMessagesDelivered(contextOf(db))(upTo, request(customer)))),
    )),
    ...(await check('read', bounds, (db) =>
      refused(Promise.resolve(markMessagesRead(contextOf(db))(upTo, request(customer)))),
    )),
  ]).toEqual([]);
});

test('the relay of the outbox, with thousands left behind', async () => {
  const relayOnce = async (db: Database) => {
    let relay = () => {};
    const warnings: unknown[] = [];
    const bus = {
      isConnected: () => true,
      onReconnect: (listener: () => void) => {
        relay = listener;
      },
      publishEvent: async () => {},
    };
    const log = { info: () => {}, warn: ({ err }: { err: unknown }) => warnings.push(err) };
    const outbox = createOutbox(
      db,
      bus as unknown as Parameters<typeof createOutbox>[1],
      log as unknown as Parameters<typeof createOutbox>[2],
      { committed: () => {} },
      1,
    );
    outbox.start();
    relay();
    await outbox.stop();
    await refused(Promise.reject(warnings[0]));
  };
  expect(await check('relay', { buffers: 3_000 }, relayOnce)).toEqual([]);
});
