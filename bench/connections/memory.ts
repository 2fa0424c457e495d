import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What a process keeps for itself, in KiB (RssAnon of /proc). */
function residentKiB(pid: number): number {
  const [, kib = '0'] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib);
}

const everyMs = 1_000;
const longestMs = 30_000;

/** Waits until it has not changed by more than a hundredth for four seconds, and takes the least of those. */
export async function settledKiB(pid: number): Promise<number> {
  const seen: number[] = [];
  for (let waited = 0; waited < longestMs; waited += everyMs) {
    await wait(everyMs);
    seen.push(residentKiB(pid));
    const last = seen.slice(-4);
    if (last.length === 4 && Math.max(...last) < 1.01 * Math.min(...last)) return Math.min(...last);
  }
  return Math.min(...seen.slice(-4));
}
