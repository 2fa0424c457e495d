import { homedir } from 'node:os';
import { join } from 'node:path';

/** Of the user, not of a data directory: what is in it serves every run and can be deleted at any time. */
export function cacheFolder(settings: NodeJS.ProcessEnv): string {
  const base = settings.XDG_CACHE_HOME ?? join(settings.HOME ?? homedir(), '.cache');
  return join(base, 'livechat');
}
