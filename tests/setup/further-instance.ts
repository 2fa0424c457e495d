import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServiceName } from '@livechat/stack/service-names';
import { expect, vi } from 'vitest';

export interface FurtherInstance {
  pid: number;
  hasEnded(): boolean;
  ended: Promise<NodeJS.Signals | null>;
  kill(): void;
}

/** One more instance of a service, a process like the others; the test ends it. */
export async function startFurther(
  service: ServiceName,
  environment: NodeJS.ProcessEnv | undefined,
  /** Told each line of its log. */
  onLine?: (line: string) => void,
): Promise<FurtherInstance> {
  const main = resolve(import.meta.dirname, `../../services/${service}/src/main.ts`);
  const child = spawn(process.execPath, ['--conditions=source', main], {
    env: environment,
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'ignore'],
  });
  if (child.stdout && onLine) createInterface(child.stdout).on('line', onLine);
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const health = `http://127.0.0.1:${environment?.INTERNAL_PORT}/readyz`;
  // Not expect.poll, which works inside a test only.
  await vi.waitFor(async () => expect((await fetch(health)).status).toBe(200), { timeout: 50_000 });
  return {
    pid: child.pid ?? 0,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}
