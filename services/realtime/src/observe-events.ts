import { typingStart, typingStop } from '@livechat/contracts/socket';
import type { Logger } from '@livechat/service/logger';
import type { Metrics } from '@livechat/service/metrics';
import { outcomeOf } from '@livechat/service/observe-bus';
import type { Tracing } from '@livechat/service/tracing';
import type { ChatSocket } from './server.ts';

/** Stands around the handling of one event. `name` is one of those that there are, or `other`. */
export type ObserveEvent = <T extends { answer: unknown }>(
  name: string,
  requestId: string,
  socket: ChatSocket,
  work: () => Promise<T>,
) => Promise<T>;

/** Come with every few keys that somebody presses. */
const frequent = new Set<string>([typingStart.event, typingStop.event]);

/** Counts, times and traces what clients say, and gives it a line in the log. */
export function observeEvents(log: Logger, metrics: Metrics, tracing: Tracing): ObserveEvent {
  const count = metrics.counter('socket_events_total', 'Events of clients, by how they ended', ['event', 'outcome']);
  const took = metrics.histogram('socket_event_duration_seconds', 'From event to acknowledgement', ['event']);
  return (event, requestId, socket, work) =>
    tracing.inSpan({ name: `socket ${event}`, kind: 'server', from: {} }, async (span) => {
      const started = performance.now();
      const result = await work();
      const durationMs = performance.now() - started;
      const outcome = outcomeOf(result.answer);
      count({ event, outcome });
      took({ event }, durationMs);
      span.set({ 'livechat.outcome': outcome });
      if (outcome === 'INTERNAL' || outcome === 'UNAVAILABLE') span.failed();
      const { role, id: principalId } = socket.data.principal;
      const fields = { requestId, event, outcome, durationMs: Math.round(durationMs * 10) / 10, role, principalId };
      log[frequent.has(event) ? 'debug' : 'info'](fields, 'socket event');
      return result;
    });
}
