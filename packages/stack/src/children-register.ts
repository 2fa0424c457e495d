import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { processIdentity } from './process/process-identity.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const childSchema = z.object({
  name: z.string(),
  pid: z.number(),
  identity: z.string(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
});
const registerSchema = z.object({ processes: z.array(childSchema), containers: z.array(z.string()) });

export interface ChildrenRegister {
  processStarted(name: string, pid: number | undefined, stopSignal: 'SIGTERM' | 'SIGINT'): void;
  containerStarted(id: string): void;
  hasContainers(): boolean;
  clear(): void;
}

const registerPath = (dataDir: string) => join(dataDir, 'children.json');

/** Writes down what runs, so that the next start finds it should this process be killed. */
export function openChildrenRegister(dataDir: string): ChildrenRegister {
  const register: z.infer<typeof registerSchema> = { processes: [], containers: [] };
  const save = () => writeFileAtomically(registerPath(dataDir), JSON.stringify(register), 0o600);
  return {
    processStarted(name, pid, stopSignal) {
      const identity = pid === undefined ? undefined : processIdentity(pid);
      if (pid === undefined || identity === undefined) return;
      register.processes = register.processes.filter((child) => child.name !== name);
      register.processes.push({ name, pid, identity, stopSignal });
      save();
    },
    containerStarted(id) {
      register.containers.push(id);
      save();
    },
    hasContainers: () => register.containers.length > 0,
    clear: () => rmSync(registerPath(dataDir), { force: true }),
  };
}

/**
 * Ends what an earlier supervisor left behind. A pid that meanwhile belongs to somebody else is not touched.
 * Returns the containers that it left, for whoever speaks to the engine.
 */
export async function stopLeftovers(dataDir: string, notice: (line: string) => void): Promise<string[]> {
  const register = readRegister(dataDir);
  const alive = () => register.processes.filter(({ pid, identity }) => processIdentity(pid) === identity);
  const left = alive();
  if (left.length > 0) notice(`Stopping what an earlier run left: ${left.map(({ name }) => name).join(', ')}.`);
  for (const child of left) process.kill(child.pid, child.stopSignal);
  const deadline = Date.now() + 10_000;
  while (alive().length > 0 && Date.now() < deadline) await delay(25);
  for (const child of alive()) process.kill(child.pid, 'SIGKILL');
  while (alive().length > 0 && Date.now() < deadline + 5000) await delay(25);
  return register.containers;
}

function readRegister(dataDir: string): z.infer<typeof registerSchema> {
  try {
    return registerSchema.parse(JSON.parse(readFileSync(registerPath(dataDir), 'utf8')));
  } catch {
    return { processes: [], containers: [] };
  }
}
