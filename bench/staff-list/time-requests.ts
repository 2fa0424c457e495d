import type { Call } from '@livechat/bus/call';
import { fail } from '@livechat/contracts/errors';
import type { Database } from '../../services/chat/src/db/database.ts';
import { listAllConversations } from '../../services/chat/src/handlers/list-all-conversations.ts';
import { planOf, statementsOf, wholeTables } from '../../tests/setup/query-plans.ts';
import { seeded } from '../../tests/setup/seeded.ts';
import { cases } from './searches.ts';
import { type Spread, spread } from './spread.ts';

const runs = Number(process.env.BENCH_RUNS ?? 100);
const warmUps = 5;
const staff = { id: 1, role: 'admin', subject: '1', username: 'staff', displayName: 'Staff' } as const;

export interface Timing extends Spread {
  name: string;
  /** Conversations on the page, on average. */
  rows: number;
  whole: string[];
  plans: string[];
}

/** Times chat's answer, from the handler's being asked to its answer: page, last messages, people and counts. */
export async function timeRequests(db: Database, tell: (timing: Timing) => void): Promise<void> {
  const wanted = new RegExp(process.env.BENCH_ONLY ?? '');
  for (const { name, query, page = 1 } of cases.filter((one) => wanted.test(one.name))) {
    const random = seeded(7);
    const times: number[] = [];
    let rows = 0;
    const ask = askWith(db);
    for (let run = -warmUps; run < runs; run += 1) {
      const input = { limit: 50, sort: 'activity', ...query(random) };
      const cursor = page === 2 ? ((await ask(input)).nextCursor ?? undefined) : undefined;
      const started = performance.now();
      const answer = await ask({ ...input, cursor });
      if (run < 0) continue;
      times.push(performance.now() - started);
      rows += answer.conversations.length / runs;
    }
    const statements = await statementsOf(db, (watched) =>
      askWith(watched)({ limit: 50, sort: 'activity', ...query(random) }),
    );
    const asked = await Promise.all(
      statements.map(async (statement) => ({ sql: statement.sql, plan: await planOf(db, statement) })),
    );
    // The counts read every conversation, and are the only ones that may.
    const whole = asked.flatMap(({ sql, plan }) => (/^\s*select admin_id, status/.test(sql) ? [] : wholeTables(plan)));
    const plans = asked.map(({ sql, plan }) => `${sql.trim()}\n${plan}`);
    tell({ name, rows, whole, plans, ...spread(times) });
  }
}

type Handler = ReturnType<typeof listAllConversations>;

function askWith(db: Database) {
  // Who is online is asked of realtime, which is not measured here.
  const call = (async () => fail('UNAVAILABLE')) as unknown as Call;
  const handler = listAllConversations({ db, call });
  return async (input: object) => {
    const answer = await handler(
      input as Parameters<Handler>[0],
      { actor: staff } as unknown as Parameters<Handler>[1],
    );
    if ('failure' in answer) throw new Error(answer.failure);
    return answer;
  };
}
