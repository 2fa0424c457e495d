import type { Bus } from '@livechat/bus/connect';
import type { Logger } from '@livechat/service/logger';
import { sql } from 'kysely';
import type { ChatMetrics } from './chat-metrics.ts';
import type { Database } from './db/database.ts';
import type { StoredEvent } from './db/outbox-rows.ts';

export interface Outbox {
  /** Right after the commit: tells the events without waiting, and forgets the rows once the stream has them. */
  publish(events: readonly StoredEvent[]): void;
  /** The same, and whether the stream took all of them. */
  publishAndWait(events: readonly StoredEvent[]): Promise<boolean>;
  start(): void;
  /** Waits for what is on the way. Rows that remain are sent by another instance, or at the next start. */
  stop(): Promise<void>;
}

const relayEveryMs = 500;
const relayBatch = 200;
/** Younger rows are still being sent by the instance that wrote them. */
const relayMinAgeMs = 1_000;
const deleteEveryMs = 100;
/** While the stream does not take everything the relay asks less often, but no less than this. */
const relayRestMaxMs = 4_000;

export function createOutbox(
  db: Database,
  bus: Bus,
  log: Logger,
  metrics: Pick<ChatMetrics, 'committed'>,
  streamReplicas: number,
): Outbox {
  const inFlight = new Set<Promise<boolean>>();
  let acknowledged: number[] = [];
  let timers: NodeJS.Timeout[] = [];
  let relaying: Promise<void> | undefined;
  let stopped = false;
  let failedRounds = 0;
  let restUntil = 0;

  const send = ({ event_id, subject, payload }: StoredEvent) => bus.publishEvent({ id: event_id, subject, payload });

  const deleteAcknowledged = async () => {
    if (acknowledged.length === 0) return;
    const ids = acknowledged;
    acknowledged = [];
    try {
      await db.deleteFrom('chat_outbox').where('id', 'in', ids).execute();
    } catch (err) {
      log.warn({ err, rows: ids.length }, 'sent events stay in the outbox for the relay');
    }
  };

  /**
   * Sends what a crash, a cut or a full stream left behind. Claimed rows are locked, so no two relays send the same.
   * What the stream took is forgotten even when it did not take all of it.
   */
  const relayBatchOnce = () =>
    db.transaction().execute(async (tx) => {
      const rows = await tx
        .selectFrom('chat_outbox')
        .select(['id', 'event_id', 'subject', 'payload'])
        .where('created_at', '<', sql<Date>`now() - make_interval(secs => ${relayMinAgeMs / 1000})`)
        .orderBy('id')
        .limit(relayBatch)
        .forUpdate()
        .skipLocked()
        .execute();
      if (rows.length === 0) return { found: 0, sent: 0 };
      const sent = await Promise.allSettled(rows.map(send));
      const done = rows.filter((_, index) => sent[index]?.status === 'fulfilled').map(({ id }) => id);
      if (done.length > 0) await tx.deleteFrom('chat_outbox').where('id', 'in', done).execute();
      return { found: rows.length, sent: done.length };
    });

  const relay = async () => {
    try {
      while (bus.isConnected() && !stopped) {
        const { found, sent } = await relayBatchOnce();
        if (found > 0) log.info({ found, sent }, 'sent events that were left behind');
        // A stream that somebody deleted is the one cause that does not mend itself.
        if (sent < found) {
          failedRounds += 1;
          restUntil = performance.now() + Math.min(relayRestMaxMs, relayEveryMs * 2 ** failedRounds);
          return await bus.ensureStreams(streamReplicas);
        }
        failedRounds = 0;
        if (found < relayBatch) return;
      }
    } catch (err) {
      log.warn({ err }, 'the outbox relay tries again');
    }
  };

  const publishOne = (event: StoredEvent): Promise<boolean> => {
    const work = send(event)
      .then(() => {
        acknowledged.push(event.id);
        return true;
      })
      .catch((err: unknown) => {
        log.warn({ err, subject: event.subject }, 'an event waits for the relay');
        return false;
      })
      .finally(() => inFlight.delete(work));
    inFlight.add(work);
    return work;
  };

  return {
    publish(events) {
      metrics.committed(events);
      for (const event of events) publishOne(event);
    },
    async publishAndWait(events) {
      metrics.committed(events);
      const taken = await Promise.all(events.map(publishOne));
      return taken.every((one) => one);
    },
    start() {
      const runRelay = () => {
        relaying ??= relay().finally(() => {
          relaying = undefined;
        });
      };
      const runWhenRested = () => {
        if (performance.now() >= restUntil) runRelay();
      };
      timers = [setInterval(runWhenRested, relayEveryMs), setInterval(deleteAcknowledged, deleteEveryMs)];
      bus.onReconnect(runRelay);
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled([...inFlight, relaying]);
      await deleteAcknowledged();
    },
  };
}
