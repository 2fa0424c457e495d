import { startPostgres } from '../postgres/start-postgres.ts';
import { allOrNone } from '../process/all-or-none.ts';
import { type Nats, startNats } from './nats.ts';
import type { Part, PartContext } from './part.ts';
import { startRedis } from './redis.ts';

export interface Infrastructure {
  postgres: Part;
  nats: Nats;
  redis: Part;
}

/** The three start side by side; when one cannot, the others are stopped again. */
export async function startInfrastructure(context: PartContext): Promise<Infrastructure> {
  const [postgres, nats, redis] = await allOrNone(context.signal, (signal) => {
    const parts = { ...context, signal };
    return [startPostgres(parts), startNats(parts), startRedis(parts)];
  });
  return { postgres, nats, redis };
}
