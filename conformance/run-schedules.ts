import type { ClientCommand } from './client-process.ts';
import { createClientSeat } from './client-seat.ts';
import type { System } from './gateway-calls.ts';
import { type Result, runSchedule } from './run-schedule.ts';
import { has, isHalfOpen, isHang, type Schedule } from './schedule.ts';

export interface RunsOptions {
  system: System;
  client: ClientCommand;
  /** How many clients run beside each other, each in a process of its own. */
  atOnce: number;
  settleMs: number;
  onResult?: (result: Result) => void;
}

/** Takes the client through all schedules, several at a time; the results come in the order of the schedules. */
export async function runSchedules(schedules: readonly Schedule[], options: RunsOptions): Promise<Result[]> {
  const { system, client, atOnce, settleMs, onResult } = options;
  const results: Result[] = [];
  const all = schedules.map((schedule, index) => ({ schedule, index }));
  // Those that wait for a time limit of the client begin, or they would be waited for alone in the end.
  const isSlow = ({ schedule }: (typeof all)[number]) => has(schedule, isHang) || has(schedule, isHalfOpen);
  const waiting = [...all.filter(isSlow), ...all.filter((one) => !isSlow(one))];

  const work = async () => {
    const seat = createClientSeat(client);
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const result = await runSchedule(next.schedule, { system, seat, settleMs });
        results[next.index] = result;
        onResult?.(result);
      }
    } finally {
      await seat.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, schedules.length) }, work));
  return results;
}
