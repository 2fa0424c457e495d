import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process/process-identity.ts';
import { messageOf, stackError } from './stack-error.ts';

/** One supervisor at a time works on a data directory. Returns what gives it free again. */
export function claimDataDirectory(dataDir: string): () => void {
  const claim = join(dataDir, 'supervisor.pid');
  const mine = `${claim}.${process.pid}`;
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(mine, `${process.pid} ${processIdentity(process.pid)}`);
  } catch (error) {
    throw stackError(`The data directory ${dataDir} cannot be written to: ${messageOf(error)}.`, error);
  }
  try {
    for (let tries = 0; tries < 5; tries++) {
      if (linked(mine, claim)) return () => rmSync(claim, { force: true });
      const holder = livingHolder(claim);
      if (holder !== undefined) {
        throw stackError(`Live Chat already runs on the data directory ${dataDir} (process ${holder}).`);
      }
      takeAway(claim, `${mine}.stale`);
    }
    throw stackError(`The data directory ${dataDir} is being claimed by several starts at once; try again.`);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** A hard link is made with its content in place, or not at all. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function livingHolder(claim: string): number | undefined {
  try {
    const [pid, identity] = readFileSync(claim, 'utf8').split(' ');
    return identity !== undefined && processIdentity(Number(pid)) === identity ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

/** Another start may have claimed it between our look and this: then it gets its claim back. */
function takeAway(claim: string, aside: string): void {
  try {
    renameSync(claim, aside);
    if (livingHolder(aside) !== undefined) linked(aside, claim);
  } catch {
    // Another start was first to take the stale claim away.
  } finally {
    rmSync(aside, { force: true });
  }
}
