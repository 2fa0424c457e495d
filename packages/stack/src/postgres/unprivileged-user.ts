import { readFileSync } from 'node:fs';
import { stackError } from '../stack-error.ts';

export interface User {
  uid: number;
  gid: number;
}

/** Postgres refuses to run as root: an existing user runs it then. Undefined when we are not root. */
export function unprivilegedUser(passwd = '/etc/passwd'): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync(passwd, 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw stackError('Postgres does not run as root, and there is neither a user "postgres" nor "nobody" to run it.');
}
