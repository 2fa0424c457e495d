import { eventStream } from '@livechat/contracts/permissions';
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import type { NatsConnection } from 'nats';

const nanosecondsPerSecond = 1_000_000_000;

/** Every stream, with what it keeps and for how long. */
const streams = [
  {
    name: eventStream,
    subjects: ['livechat.v1.event.>'],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: 7 * 24 * 3600 * nanosecondsPerSecond,
    max_bytes: 1024 ** 3,
    duplicate_window: 120 * nanosecondsPerSecond,
  },
];

/** Makes the streams that are missing; one that is there is left as the platform team set it. */
export async function ensureStreams(connection: NatsConnection, replicas: number): Promise<void> {
  // Without a question about the account, which chat may not ask: what follows shows whether JetStream is there.
  const manager = await jetstreamManager(connection, { timeout: 5_000, checkAPI: false });
  for (const stream of streams) {
    if (await exists(manager, stream.name)) continue;
    await manager.streams.add({ ...stream, num_replicas: replicas }).catch(async (err: unknown) => {
      // Another instance was faster.
      if (!(await exists(manager, stream.name))) throw err;
    });
  }
}

async function exists(manager: JetStreamManager, name: string): Promise<boolean> {
  try {
    await manager.streams.info(name);
    return true;
  } catch (err) {
    if (err instanceof JetStreamApiError && err.code === JetStreamApiCodes.StreamNotFound) return false;
    throw err;
  }
}
