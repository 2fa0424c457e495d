import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from './service-names.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

export type PartName = 'postgres' | 'nats' | 'redis';

export interface RunningInstance {
  pid: number;
  /** Its internal port: health and metrics. */
  url: string;
  /** Where clients reach it, if they do. */
  publicUrl?: string;
}

/** What runs where, for tests and operators. A part that was given from outside has no pid. */
export interface StackManifest {
  gateway: string;
  services: Record<ServiceName, RunningInstance[]>;
  infrastructure: Record<PartName, { pid?: number }>;
  databaseUrl: string;
  /** Of the operator, with the password, when NATS is ours: it may look on. */
  natsUrl: string;
  redisUrl: string;
  supervisor: { pid: number };
}

const manifestPath = (dataDir: string) => join(dataDir, 'stack.json');

/** The file carries passwords: only its owner may read it. */
export function writeManifest(dataDir: string, manifest: StackManifest): void {
  writeFileAtomically(manifestPath(dataDir), `${JSON.stringify(manifest, undefined, 2)}\n`, 0o600);
}

export function readManifest(dataDir: string): StackManifest {
  return JSON.parse(readFileSync(manifestPath(dataDir), 'utf8'));
}

export function removeManifest(dataDir: string): void {
  rmSync(manifestPath(dataDir), { force: true });
}
