import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { User } from './unprivileged-user.ts';

const search = 0o1;

/** Whether a user may walk through all folders above a path, judged by their modes. */
export function canTraverse(path: string, user: User): boolean {
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    if (!maySearch(folder, user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function maySearch(folder: string, user: User): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === user.uid) return (mode & (search << 6)) !== 0;
  if (gid === user.gid) return (mode & (search << 3)) !== 0;
  return (mode & search) !== 0;
}
