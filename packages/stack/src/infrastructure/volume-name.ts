import { createHash } from 'node:crypto';
import type { Secrets } from '../load-secrets.ts';

/** Bound to the secrets, not to the path: a data directory that is made anew gets new volumes. */
export function volumeName(part: 'postgres' | 'nats', secrets: Secrets): string {
  const mark = createHash('sha256').update(secrets.postgresAdminPassword).digest('hex').slice(0, 12);
  return `livechat-${mark}-${part}`;
}
