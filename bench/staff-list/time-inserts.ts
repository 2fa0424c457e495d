import type pg from 'pg';
import { seeded } from '../../tests/setup/seeded.ts';
import { type Spread, spread } from './spread.ts';
import { sentence } from './words.ts';

const blocks = 20;
const blockLength = 100;

/**
 * Times the statement that inserts a message, with and without what it pays for search, in short turns: so a burst of
 * other load meets both.
 */
export async function timeInserts(pool: pg.Pool, conversations: number): Promise<Record<'with' | 'without', Spread>> {
  const random = seeded(3);
  const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
  const insert = async () => {
    const id = 1 + Math.floor(random() * conversations);
    const text = sentence('latin', random);
    const started = performance.now();
    await pool.query({
      name: 'insert-message',
      text: `insert into chat_messages (conversation_id, seq, sender_type, sender_id, message)
        values ($1, 1 + (select max(seq) from chat_messages where conversation_id = $1), 'user', 1, $2)`,
      values: [id, text],
    });
    return performance.now() - started;
  };
  for (let block = 0; block < blocks; block += 1) {
    for (const [search, state] of [
      ['with', 'enable'],
      ['without', 'disable'],
    ] as const) {
      await pool.query(`alter table chat_messages ${state} trigger chat_messages_new_for_search`);
      for (let run = 0; run < 5; run += 1) await insert();
      for (let run = 0; run < blockLength; run += 1) times[search].push(await insert());
    }
  }
  await pool.query('alter table chat_messages enable trigger chat_messages_new_for_search');
  return { with: spread(times.with), without: spread(times.without) };
}
