import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, processIdentity } from '../process/process-identity.ts';
import { waitUntil } from '../process/wait-until.ts';

const stopLimitMs = 15_000;

/**
 * A postmaster that was killed leaves its pid file, and Postgres does not start while that pid lives, even
 * when it has become somebody else's. One that an earlier run left on this very data is stopped first. The file
 * of a dead one stays: by it Postgres finds out whether processes of that one still work on the data.
 */
export async function clearStaleLock(data: string, signal: AbortSignal): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const pid = pidIn(lock);
  if (pid === undefined || processIdentity(pid) === undefined) return;
  if (!commandLine(pid).includes(data)) return rmSync(lock, { force: true });
  process.kill(pid, 'SIGINT');
  const gone = () => processIdentity(pid) === undefined;
  await waitUntil('The end of an earlier postgres', gone, { timeoutMs: stopLimitMs, signal });
}

function pidIn(lock: string): number | undefined {
  try {
    const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
