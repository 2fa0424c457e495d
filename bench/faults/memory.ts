import { readFileSync } from 'node:fs';

interface Watched {
  name: string;
  pid(): number | undefined;
}

export interface Growth {
  name: string;
  megabytes: number;
  seconds: number;
}

export interface MemoryWatch {
  /** The growth of each life of a process that lasted a minute and more, counted from when it had warmed up. */
  growths(): Growth[];
  stop(): void;
}

const everyMs = 1_000;
const warmSeconds = 20;
const worthSeconds = 60;

/** Looks at the memory of processes again and again; one that was started anew is another life. */
export function watchMemory(processes: readonly Watched[]): MemoryWatch {
  const lives = new Map<number, { name: string; since: number; first?: number; last: number; until: number }>();
  const timer = setInterval(() => {
    for (const { name, pid } of processes) {
      const id = pid();
      const size = id === undefined ? undefined : residentMegabytes(id);
      if (id === undefined || size === undefined) continue;
      const now = performance.now() / 1_000;
      const life = lives.get(id) ?? { name, since: now, last: size, until: now };
      life.last = size;
      life.until = now;
      if (now - life.since > warmSeconds) life.first ??= size;
      lives.set(id, life);
    }
  }, everyMs);
  return {
    growths: () =>
      [...lives.values()].flatMap(({ name, since, first, last, until }) =>
        first !== undefined && until - since > worthSeconds
          ? [{ name, megabytes: last - first, seconds: until - since }]
          : [],
      ),
    stop: () => clearInterval(timer),
  };
}

function residentMegabytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
