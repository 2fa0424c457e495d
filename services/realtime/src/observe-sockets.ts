import type { Metrics } from '@livechat/service/metrics';
import type { Outbound } from './outbound.ts';
import type { ChatServer } from './server.ts';

export function observeSockets(io: ChatServer, outbound: Outbound, metrics: Metrics): void {
  const deliveries = metrics.counter('socket_deliveries_total', 'Events written to sockets, each socket counted', [
    'event',
  ]);
  /** Of this turn of the event loop: looking a counter up by its labels costs more than adding to a number. */
  const delivered = new Map<string, number>();
  const count = () => {
    for (const [event, times] of delivered) deliveries({ event }, times);
    delivered.clear();
  };
  io.on('connection', (socket) =>
    socket.onAnyOutgoing((event: string) => {
      if (delivered.size === 0) setImmediate(count);
      delivered.set(event, (delivered.get(event) ?? 0) + 1);
    }),
  );

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
