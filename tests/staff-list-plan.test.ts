import { conversationSorts } from '@livechat/contracts/chat/list-all-conversations';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { createConversationCounts } from '../services/chat/src/conversation-counts.ts';
import { readConversationPage, type WantedPage } from '../services/chat/src/db/conversation-page.ts';
import type { Database } from '../services/chat/src/db/database.ts';
import { filterConversations, type StaffFilter } from '../services/chat/src/db/filter-conversations.ts';
import { queueIsEmpty } from '../services/chat/src/db/search-queue.ts';
import { createSearchIndexer } from '../services/chat/src/search-indexer.ts';
import { query } from './setup/database.ts';
import { type OwnSchema, openOwnSchema } from './setup/own-schema.ts';
import { planOf, statementsOf, wholeTables } from './setup/query-plans.ts';
import { staffFilters } from './setup/staff-filters.ts';

const conversations = 10_000;
const messagesEach = 10;

let own: OwnSchema;

beforeAll(async () => {
  own = await openOwnSchema('plan');
  await own.migrate(() => fill(own.schema));
  await index(own.db);
  for (const table of [
    'users',
    'chat_conversations',
    'chat_messages',
    'chat_search_terms',
    'chat_search_documents',
    'chat_search_keys',
  ]) {
    await query(`vacuum analyze ${own.schema}.${table}`);
  }
}, 120_000);

afterAll(() => own.drop());

async function index(db: Database): Promise<void> {
  const indexer = createSearchIndexer(db, { warn: (about: unknown) => expect.fail(JSON.stringify(about)) });
  indexer.start();
  const isDone = async () => expect(await queueIsEmpty(db)).toBe(true);
  await vi.waitFor(isDone, { timeout: 100_000, interval: 200 });
  await indexer.stop();
}

/** As in life: most are closed and read, few are unassigned or urgent. */
async function fill(into: string): Promise<void> {
  for (const [people, number] of [
    ['users', 2_000],
    ['admins', 20],
  ]) {
    await query(
      `insert into ${into}.${people} (subject, username, display_name)
       select n, 'planned-' || n, 'Plan ' || md5(n::text) from generate_series(1, $1::int) n`,
      [number],
    );
  }
  await query(
    `insert into ${into}.chat_conversations
       (user_id, admin_id, status, subject, priority, last_message_at, last_message_by, admin_unread_count, last_seq)
     select 1 + n % 2000, case when n % 50 = 0 then null else 1 + n % 20 end,
       (case when n % 10 = 0 then 'open' when n % 33 = 0 then 'pending' else 'closed' end)::${into}.chat_status,
       'Plan ' || n, (case when n % 40 = 0 then 'urgent' else 'medium' end)::${into}.chat_priority,
       timestamptz '2020-01-01' + n * interval '1 minute',
       (case when n % 10 = 0 then 'user' else 'admin' end)::${into}.chat_role, (n % 20 = 0)::int, $1
     from generate_series(1, $2::int) n`,
    [messagesEach, conversations],
  );
  await query(
    `insert into ${into}.chat_messages (conversation_id, seq, sender_type, message, status)
     select c.id, n, 'user', substr(md5(((c.id * 10 + n) % 4000)::text), 1, 10) || case when n = 1 then ' 消息' || chr(20000 + c.id::int % 5000) else '' end,
       'read'
     from ${into}.chat_conversations c, generate_series(1, $1::int) n`,
    [messagesEach],
  );
}

/** The tables that statements of `work` read from one end to the other, by the plans that Postgres has for them. */
async function wholeTablesRead(work: (db: Database) => Promise<unknown>): Promise<string[]> {
  const statements = await statementsOf(own.db, work);
  expect(statements.length).toBeGreaterThan(0);
  const scanned: string[] = [];
  for (const statement of statements) {
    const plan = await planOf(own.db, statement);
    for (const table of wholeTables(plan)) scanned.push(`${table}: ${statement.sql}`);
  }
  return scanned;
}

const listing = (filter: StaffFilter, page: Partial<WantedPage> = {}) =>
  wholeTablesRead((db) =>
    readConversationPage(db, filterConversations(db, filter, 1), { cursor: undefined, limit: 50, ...page }),
  );

test('no sort and no filter reads a whole table', async () => {
  const filters = [{}, ...staffFilters];
  for (const sort of conversationSorts) {
    for (const filter of filters) {
      expect(await listing(filter, { sort }), `${sort} ${JSON.stringify(filter)}`).toEqual([]);
    }
  }
});

test('no page after the first reads a whole table', async () => {
  const at = new Date('2020-01-05');
  expect(await listing({}, { cursor: { sort: 'activity', at, id: 1 } })).toEqual([]);
  expect(await listing({}, { sort: 'oldest', cursor: { sort: 'oldest', at, id: 1 } })).toEqual([]);
  expect(await listing({}, { sort: 'waiting', cursor: { sort: 'waiting', at: null, id: 1 } })).toEqual([]);
  const urgent = { sort: 'priority', at, id: 1, priority: 'urgent' } as const;
  expect(await listing({}, { sort: 'priority', cursor: urgent })).toEqual([]);
});

test('no search reads a whole table, be the word rare, frequent, short, Chinese or nowhere', async () => {
  for (const q of ['c4ca4238a0', 'Plan', 'ab', 'z', '消息', '不在', '息', 'planned-77', 'zzzzzz', 'plan zz 消息']) {
    expect(await listing({}, { q }), q).toEqual([]);
    expect(await listing({ status: 'open' }, { q }), `open ${q}`).toEqual([]);
  }
});

test('the counts of all who ask at once, and soon after, are one query', async () => {
  const statements = await statementsOf(own.db, async (db) => {
    const countsFor = createConversationCounts(db);
    await Promise.all(Array.from({ length: 20 }, (_, adminId) => countsFor(adminId)));
    expect(await countsFor(3)).toMatchObject({ all: conversations, open: 1_000, unassigned: 200, unread: 500 });
  });
  expect(statements).toHaveLength(1);
});

test('counts at hand are given while they are read again, and never when older than 2 s', async () => {
  const countsFor = createConversationCounts(own.db);
  const startedAt = performance.now();
  const pastAge = (ageMs: number) =>
    vi.waitFor(() => expect(performance.now() - startedAt).toBeGreaterThan(ageMs), { timeout: 3_000, interval: 10 });
  const before = await countsFor(1);
  const locker = new pg.Client(inject('system').databaseUrl);
  await locker.connect();
  try {
    await locker.query('begin');
    await locker.query(`lock table ${own.schema}.chat_conversations`);
    await pastAge(900);
    expect(await countsFor(1)).toEqual(before);
    await pastAge(2_000);
    const waiting = countsFor(1);
    await locker.query(`update ${own.schema}.chat_conversations set status = 'pending' where id = 1`);
    await locker.query('commit');
    expect(await waiting).toMatchObject({ pending: before.pending + 1 });
  } finally {
    await locker.end();
  }
});
