import { readFileSync } from 'node:fs';
import { type Growth, growthOf, type Sample } from './memory-growth.ts';

interface Watched {
  name: string;
  pid(): number | undefined;
}

export interface MemoryWatch {
  /** Of each life of a process that lasted long enough to be judged. */
  growths(): (Growth & { name: string })[];
  stop(): void;
}

const everyMs = 1_000;

/** Looks at the memory of processes again and again; one that was started anew is another life. */
export function watchMemory(processes: readonly Watched[]): MemoryWatch {
  const lives = new Map<number, { name: string; samples: Sample[] }>();
  const timer = setInterval(() => {
    for (const { name, pid } of processes) {
      const id = pid();
      const megabytes = id === undefined ? undefined : residentMegabytes(id);
      if (id === undefined || megabytes === undefined) continue;
      const life = lives.get(id) ?? { name, samples: [] };
      life.samples.push({ seconds: performance.now() / 1_000, megabytes });
      lives.set(id, life);
    }
  }, everyMs);
  return {
    growths: () =>
      [...lives.values()].flatMap(({ name, samples }) => {
        const growth = growthOf(samples);
        return growth ? [{ name, ...growth }] : [];
      }),
    stop: () => clearInterval(timer),
  };
}

function residentMegabytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
