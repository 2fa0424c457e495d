import { readServers } from '@livechat/bus/read-servers';
import { type BusUser, inboxPrefix } from '@livechat/contracts/permissions';
import { type ConnectionOptions, connect, type NatsConnection } from 'nats';
import { inject } from 'vitest';

/** The address and credentials of one of the services, of the operator, or the address alone. */
export function natsAccess(user: BusUser | 'nobody'): ConnectionOptions {
  const { natsUrl, further } = inject('system');
  if (user === 'nobody') return { servers: readServers(natsUrl).servers };
  const own = user === 'operator' ? undefined : further[user][0];
  const credentials = own?.NATS_USER ? { user: own.NATS_USER, pass: own.NATS_PASSWORD ?? '' } : {};
  return { ...readServers(natsUrl), ...credentials, inboxPrefix: inboxPrefix(user) };
}

export function connectNats(
  user: BusUser | 'nobody' = 'operator',
  options: ConnectionOptions = {},
): Promise<NatsConnection> {
  return connect({ ...natsAccess(user), ...options });
}
