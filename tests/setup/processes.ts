import { readdirSync, readFileSync } from 'node:fs';
import { readManifest, type StackManifest } from '@livechat/stack/stack-manifest';
import { inject } from 'vitest';

/** What runs where at this moment, as `stack.json` says. */
export function manifest(): StackManifest {
  return readManifest(inject('system').dataDir);
}

/** The process ids of all services: the same before and after means that none has ended. */
export function processIds(): Record<string, number[]> {
  const { services } = manifest();
  return Object.fromEntries(Object.entries(services).map(([name, running]) => [name, running.map(({ pid }) => pid)]));
}

/** The processes that a process started itself. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        // pid (name) state ppid …, and a name may hold anything but the last parenthesis.
        return (
          Number(
            readFileSync(`/proc/${pid}/stat`, 'utf8')
              .replace(/^.*\) \S /s, '')
              .split(' ')[0],
          ) === parent
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}
