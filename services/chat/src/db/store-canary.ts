import { canaryTold, type sendCanary } from '@livechat/contracts/chat/canary';
import type { Input, Payload } from '@livechat/contracts/contract';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database.ts';
import { insertEvents, type StoredEvent } from './outbox-rows.ts';

/** Longer than any canary's interval: whoever sends no more is forgotten, so that the table has a row for each that does. */
const keptMinutes = 60;

export interface StoredCanary {
  seq: number;
  heardElsewhere: number;
  events: StoredEvent[];
}

/** Stored and told as a message is, by a transaction that writes its event too, but in a table of its own. */
export function storeCanary(
  db: Database,
  { source, heardSeq, withinMs }: Input<typeof sendCanary>,
): Promise<StoredCanary> {
  return db.transaction().execute(async (tx) => {
    await forgetOthers(tx, source);
    const { seq } = await tx
      .insertInto('chat_canaries')
      .values({ source, heard_seq: heardSeq })
      .onConflict((conflict) =>
        conflict.column('source').doUpdateSet({
          seq: sql<number>`nextval('chat_canary_seq')`,
          heard_seq: heardSeq,
          sent_at: sql<Date>`now()`,
        }),
      )
      .returning('seq')
      .executeTakeFirstOrThrow();
    const { heardElsewhere } = await tx
      .selectFrom('chat_canaries')
      .select(({ fn }) => fn.coalesce(fn.max('heard_seq'), sql<number>`0`).as('heardElsewhere'))
      .where('source', '!=', source)
      .where('sent_at', '>', sql<Date>`now() - make_interval(secs => ${withinMs / 1000})`)
      .executeTakeFirstOrThrow();
    const payload: Payload<typeof canaryTold> = { source, seq };
    const events = await insertEvents(tx, [{ subject: canaryTold.subject, payload: JSON.stringify(payload) }]);
    return { seq, heardElsewhere, events };
  });
}

/** Those whose rows another transaction has in its hands are forgotten by that one: nobody waits. */
async function forgetOthers(tx: DatabaseTransaction, source: string): Promise<void> {
  const gone = tx
    .selectFrom('chat_canaries')
    .select('source')
    .where('source', '!=', source)
    .where('sent_at', '<', sql<Date>`now() - make_interval(mins => ${keptMinutes})`)
    .forUpdate()
    .skipLocked();
  await tx.deleteFrom('chat_canaries').where('source', 'in', gone).execute();
}
