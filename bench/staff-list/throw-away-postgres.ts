import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadSecrets } from '@livechat/stack/load-secrets';
import { startPostgres } from '@livechat/stack/postgres/start-postgres';
import { openRunDirectory } from '@livechat/stack/run-directory';

export interface ThrowAwayPostgres {
  url: string;
  /** Undefined for a server that somebody else runs. */
  pid(): number | undefined;
  /** Leaves nothing of it. */
  stop(): Promise<void>;
}

/** A server as `npm start` has it, or a database of its own on that of DATABASE_URL. */
export async function startThrowAwayPostgres(): Promise<ThrowAwayPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
  const settings = process.env;
  const notice = (line: string) => void process.stderr.write(`${line}\n`);
  const run = await openRunDirectory({ dataDir, settings, notice });
  const part = await startPostgres({
    ...run,
    dataDir,
    settings,
    notice,
    repositoryRoot: resolve(import.meta.dirname, '../..'),
    secrets: loadSecrets(dataDir),
    throwAway: true,
    pidChanged: () => {},
    signal: new AbortController().signal,
  });
  return {
    url: part.url,
    pid: () => part.pid(),
    async stop() {
      await part.stop();
      run.release();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
