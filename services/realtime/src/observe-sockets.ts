import type { Metrics } from '@livechat/service/metrics';
import type { Outbound } from './outbound.ts';
import type { ChatServer } from './server.ts';

export function observeSockets(io: ChatServer, outbound: Outbound, metrics: Metrics): void {
  const deliveries = metrics.counter('socket_deliveries_total', 'Events written to sockets, each socket counted', [
    'event',
  ]);
  io.on('connection', (socket) => socket.onAnyOutgoing((event: string) => deliveries({ event })));

  metrics.gauge('sockets_open', 'Sockets connected to this instance', ['role', 'transport'], () => {
    const samples = (['user', 'admin'] as const).flatMap((role) =>
      (['websocket', 'polling'] as const).map((transport) => ({ labels: { role, transport }, value: 0 })),
    );
    for (const { data, conn } of io.sockets.sockets.values()) {
      const { role } = data.principal;
      const sample = samples.find(({ labels }) => labels.role === role && labels.transport === conn.transport.name);
      if (sample) sample.value += 1;
    }
    return samples;
  });
  metrics.gauge('conversations_followed', 'Conversations that sockets of this instance have joined', [], () => [
    { labels: {}, value: outbound.followed() },
  ]);
}
