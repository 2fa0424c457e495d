import { hostname } from 'node:os';
import type { Service } from '@livechat/contracts/actor';

/** What an instance is called that was given no name. In a container everybody is process 1, and hosts have names. */
export function instanceName(service: Service, pid = process.pid, host = hostname()): string {
  const [name = ''] = host.toLowerCase().split('.');
  const own = pid === 1 ? name.replaceAll(/[^a-z0-9-]/g, '-').slice(0, 40) : pid;
  return `${service}-${own}`;
}
