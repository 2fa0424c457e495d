import pg from 'pg';
import { fillMessages, longLength, messagesEach } from './fill-messages.ts';
import { fillSearch } from './fill-search.ts';
import { type OwnSchema, openOwnSchema } from './own-schema.ts';
import { refuseCommits } from './refuse-commits.ts';

export interface LargeDatabase extends OwnSchema {
  /** Its last hundred messages are unread. */
  longId: number;
}

const unreadOfLong = 100;
/** What is rare is so far back that it is found by an index of its own, or by reading nearly all. */
const oldest = 2_000;

/** Tables as after years, in which every write of an event is taken back at its commit. */
export async function openLargeDatabase(purpose: string, messages: number): Promise<LargeDatabase> {
  const own = await openOwnSchema(purpose);
  const pool = new pg.Pool({ connectionString: own.url, max: 1 });
  try {
    await own.migrate();
    await pool.query(`set maintenance_work_mem = '256MB'`);
    // Nobody misses them after a crash, and writing them down twice takes a seventh of the time.
    for (const table of ['messages', 'search_documents', 'search_keys']) {
      await pool.query(`alter table chat_${table} set unlogged`);
    }
    const longId = await fillMessages(pool, messages);
    await markUnread(pool, longId);
    await makeRare(pool);
    await pool.query(
      `insert into chat_conversation_changes (conversation_id, actor_type, actor_id, what, to_value)
       select id, 'admin', 1, 'status', 'closed' from chat_conversations`,
    );
    await pool.query(
      `insert into chat_outbox (subject, payload, created_at)
       select 'left.behind', '{}', now() - interval '1 hour' from generate_series(1, 5000)`,
    );
    await fillSearch(own.db, pool, messages / messagesEach);
    for (const table of ['conversations', 'conversation_changes', 'outbox']) {
      await pool.query(`vacuum analyze chat_${table}`);
    }
    await refuseCommits(pool);
    return { ...own, longId };
  } catch (thrown) {
    await own.drop();
    throw thrown;
  } finally {
    await pool.end();
  }
}

async function markUnread(pool: pg.Pool, longId: number): Promise<void> {
  await pool.query(`update chat_messages set status = 'sent' where conversation_id = $1 and seq > $2`, [
    longId,
    longLength - unreadOfLong,
  ]);
  await pool.query('update chat_conversations set user_unread_count = $2 where id = $1', [longId, unreadOfLong]);
}

async function makeRare(pool: pg.Pool): Promise<void> {
  await pool.query(
    `update chat_conversations set admin_unread_count = 0, admin_id = coalesce(admin_id, 2),
       status = case when status = 'pending' then 'closed' else status end
     where id > $1 and (admin_unread_count > 0 or admin_id is null or status = 'pending')`,
    [oldest],
  );
}
