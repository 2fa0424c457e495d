import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { searchConversations } from '../services/chat/src/db/conversation-search.ts';
import { filterConversations } from '../services/chat/src/db/filter-conversations.ts';
import { createSearchIndexer, type SearchIndexer } from '../services/chat/src/search-indexer.ts';
import { query } from './setup/database.ts';
import { type OwnSchema, openOwnSchema } from './setup/own-schema.ts';

let own: OwnSchema;
const running: SearchIndexer[] = [];
/** Why batches failed. */
const warnings: unknown[] = [];

beforeAll(async () => {
  own = await openOwnSchema('index');
  await own.migrate();
  await query(`insert into ${own.schema}.users (subject, username, display_name) values ('1', 'indexed', 'Indexed')`);
});

beforeEach(async () => {
  for (const indexer of running.splice(0)) await indexer.stop();
  warnings.length = 0;
});

afterAll(async () => {
  for (const indexer of running) await indexer.stop();
  await own.drop();
});

function startIndexer(): void {
  const indexer = createSearchIndexer(own.db, { warn: (about: unknown) => void warnings.push(about) });
  indexer.start();
  running.push(indexer);
}

/** By the schema's own connections: the triggers write where these look for tables. */
async function addConversations(subject: string, count: number): Promise<number[]> {
  const values = Array.from({ length: count }, (_, n) => ({
    user_id: 1,
    subject: `${subject}${n + 1}`,
    last_message_by: 'user' as const,
  }));
  const rows = await own.db.insertInto('chat_conversations').values(values).returning('id').execute();
  return rows.map(({ id }) => id);
}

async function found(q: string): Promise<number[]> {
  const all = filterConversations(own.db, {}, 1);
  const search = { q, sort: 'oldest', cursor: undefined, limit: 5_000 } as const;
  const { rows } = await searchConversations(own.db, all, search);
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

const queued = async () =>
  (await query<{ n: number }>(`select count(*) as n from ${own.schema}.chat_search_queue`))[0]?.n;

test('several indexers at once index everything, and nothing wrongly', async () => {
  const ids = await addConversations('together', 1_500);
  for (let count = 0; count < 3; count += 1) startIndexer();
  await vi.waitFor(async () => expect(await queued()).toBe(0), { timeout: 20_000 });
  expect(await found('together')).toEqual(ids);
  expect(await found('together1500')).toEqual(ids.slice(-1));
  expect(warnings).toEqual([]);
});

test('what an indexer took and did not bring to its end is taken by the next', async () => {
  const [id] = await addConversations('interrupted', 1);
  // As when the process ends in the middle of a batch.
  await own.db
    .transaction()
    .execute(async (tx) => {
      await tx.deleteFrom('chat_search_queue').execute();
      throw new Error('ended');
    })
    .catch(() => {});
  startIndexer();
  await vi.waitFor(async () => expect(await found('interrupted')).toEqual([id]));
});

test('a conversation that cannot be indexed holds up no other, and is indexed once it can be', async () => {
  const table = `${own.schema}.chat_search_documents`;
  await query(`alter table ${table} add constraint trap check (words not like '%cursed%')`);
  const [cursed] = await addConversations('cursed', 1);
  const others = await addConversations('blessed', 300);
  startIndexer();
  await vi.waitFor(async () => expect(await found('blessed')).toEqual(others), { timeout: 10_000 });
  expect(await found('cursed')).toEqual([]);
  expect(await queued()).toBe(1);
  expect(warnings.length).toBeGreaterThan(0);
  await query(`alter table ${table} drop constraint trap`);
  startIndexer();
  await vi.waitFor(async () => expect(await found('cursed')).toEqual([cursed]));
});

test('of a new message only that message is read, and what the conversation had stays', async () => {
  const [id = 0] = await addConversations('growing', 1);
  const write = (seq: number, message: string) =>
    own.db
      .insertInto('chat_messages')
      .values({ conversation_id: id, seq, revision: seq, sender_type: 'user', sender_id: 1, message })
      .execute();
  await write(1, 'elderberry');
  startIndexer();
  await vi.waitFor(async () => expect(await found('elderberry')).toEqual([id]));
  // Behind the triggers' back: who read the message again would find something else.
  await query(`alter table ${own.schema}.chat_messages disable trigger user`);
  await query(`update ${own.schema}.chat_messages set message = 'mulberry' where conversation_id = $1`, [id]);
  await query(`alter table ${own.schema}.chat_messages enable trigger user`);
  await write(2, 'cloudberry');
  await vi.waitFor(async () => expect(await found('cloudberry')).toEqual([id]));
  expect(await found('elderberry growing1')).toEqual([id]);
  expect(await found('mulberry')).toEqual([]);
  // A changed one has it read as a whole.
  await own.db
    .updateTable('chat_messages')
    .set({ message: 'bilberry' })
    .where('conversation_id', '=', id)
    .where('seq', '=', 2)
    .execute();
  await vi.waitFor(async () => expect(await found('bilberry mulberry')).toEqual([id]));
  expect(await found('elderberry')).toEqual([]);
  expect(await found('cloudberry')).toEqual([]);
  await own.db.deleteFrom('chat_messages').where('conversation_id', '=', id).where('seq', '=', 2).execute();
  await vi.waitFor(async () => expect(await found('bilberry')).toEqual([]));
  expect(warnings).toEqual([]);
});
