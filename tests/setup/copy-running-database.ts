import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { adminUrlOf } from './own-system.ts';

const run = promisify(execFile);

/**
 * A backup as tools for Postgres make one: its files are copied while people write, with the log of what was written
 * meanwhile. Makes `to` a data directory whose Postgres begins where the copy ended; NATS and Redis begin empty there.
 */
export async function copyRunningDatabase(
  databaseUrl: string,
  from: string,
  to: string,
  /** Called before the backup is ended: what is committed by now is in it. */
  beforeEnd: () => void,
): Promise<void> {
  const [source, target] = [join(from, 'postgres'), join(to, 'postgres')];
  const { uid, gid } = statSync(source);
  mkdirSync(target, { mode: 0o700 });
  const admin = new pg.Client(adminUrlOf(databaseUrl, from));
  await admin.connect();
  try {
    await admin.query(`select pg_backup_start('a copy', true)`);
    await copyTree(join(source, 'data'), target);
    beforeEnd();
    const { rows } = await admin.query('select labelfile from pg_backup_stop(false)');
    const data = join(target, 'data');
    rmSync(join(data, 'postmaster.pid'), { force: true });
    // The log up to the end of the backup: without an archive it is what the server still has.
    rmSync(join(data, 'pg_wal'), { recursive: true });
    await copyTree(join(source, 'data', 'pg_wal'), data);
    writeFileSync(join(data, 'backup_label'), rows[0].labelfile);
  } finally {
    await admin.end();
  }
  await run('chown', ['-R', `${uid}:${gid}`, target]);
  copyFileSync(join(from, 'secrets.json'), join(to, 'secrets.json'));
}

/** Files may go while they are copied: Postgres knows from its log what was in them. */
async function copyTree(from: string, into: string): Promise<void> {
  await run('cp', ['-a', from, into]).catch((err: { code?: number; stderr?: string }) => {
    const complaints = (err.stderr ?? '').split('\n').filter((line) => line !== '');
    if (err.code !== 1 || !complaints.every((line) => line.endsWith('No such file or directory'))) throw err;
  });
  if (!existsSync(into)) throw new Error(`nothing was copied from ${from}`);
}
