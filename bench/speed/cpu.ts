import { readdirSync, readFileSync } from 'node:fs';

/** Of /proc: a tick is a hundredth of a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  parent: number;
  seconds: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    // The name, in brackets, may hold anything; the fields begin behind it.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
    return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}

/** Processes by what they are part of. */
export type Parts = Record<string, readonly number[]>;

/** Seconds of CPU that each part, with its children, has used until now. */
export function cpuSeconds(parts: Parts): Record<string, number> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) stats.set(Number(name), stat);
  }
  const belongs = (pid: number, pids: readonly number[]): boolean => {
    if (pids.includes(pid)) return true;
    const parent = stats.get(pid)?.parent;
    return parent !== undefined && parent > 1 && belongs(parent, pids);
  };
  return Object.fromEntries(
    Object.entries(parts).map(([part, pids]) => {
      const seconds = [...stats].map(([pid, stat]) => (belongs(pid, pids) ? stat.seconds : 0));
      return [part, seconds.reduce((sum, one) => sum + one, 0)];
    }),
  );
}
