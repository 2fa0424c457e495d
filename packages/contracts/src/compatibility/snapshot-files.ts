import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractSnapshot } from './contract-snapshot.ts';

export const schemasFolder = join(import.meta.dirname, '../../schemas');

/** The snapshots as they are kept, by name. */
export function readSnapshots(): Map<string, ContractSnapshot> {
  return new Map(
    readdirSync(schemasFolder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(schemasFolder, file), 'utf8'))]),
  );
}
