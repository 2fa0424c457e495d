import { renameSync, writeFileSync } from 'node:fs';

/** Readers see the old content or the new one, never a part of either. */
export function writeFileAtomically(path: string, content: string, mode = 0o644): void {
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, content, { mode });
  renameSync(next, path);
}
