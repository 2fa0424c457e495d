import type { BusObserver } from '@livechat/bus/observer';
import { isFailure } from '@livechat/contracts/errors';
import type { Metrics } from './metrics.ts';
import type { OpenSpan, Tracing } from './tracing.ts';

/** Counts, times and traces what goes over the bus. */
export function observeBus(metrics: Metrics, tracing: Tracing): BusObserver {
  const called = metrics.counter('bus_calls_total', 'Calls to other services, by how they ended', [
    'request',
    'outcome',
  ]);
  const callTook = metrics.histogram('bus_call_duration_seconds', 'From call to answer', ['request']);
  const served = metrics.counter('bus_requests_served_total', 'Requests answered, by how they ended', [
    'request',
    'outcome',
  ]);
  const serveTook = metrics.histogram('bus_request_duration_seconds', 'From request to answer', ['request']);
  const shed = metrics.counter('bus_requests_shed_total', 'Requests refused because there was too much to do, by why', [
    'request',
    'reason',
  ]);
  const published = metrics.counter('bus_events_published_total', 'Events and signals told', ['event']);
  const received = metrics.counter('bus_events_received_total', 'Events and signals heard', ['event']);

  const timed = async <T>(
    request: string,
    count: typeof called,
    took: typeof callTook,
    span: OpenSpan,
    work: () => Promise<T>,
  ): Promise<T> => {
    const started = performance.now();
    const answer = await work();
    took({ request }, performance.now() - started);
    const outcome = outcomeOf(answer);
    count({ request, outcome });
    span.set({ 'livechat.outcome': outcome });
    if (outcome === 'INTERNAL' || outcome === 'UNAVAILABLE') span.failed();
    return answer;
  };

  return {
    call: (request, work) =>
      tracing.inSpan({ name: `call ${request}`, kind: 'client' }, (span) =>
        timed(request, called, callTook, span, () => work(tracing.headers())),
      ),
    serve: (request, from, work) =>
      tracing.inSpan({ name: `serve ${request}`, kind: 'server', from }, (span) =>
        timed(request, served, serveTook, span, work),
      ),
    shed: (request, reason) => shed({ request, reason }),
    publish(event, work) {
      published({ event });
      return tracing.inSpan({ name: `publish ${event}`, kind: 'producer' }, () => work(tracing.headers()));
    },
    receive(event, from, work) {
      received({ event });
      tracing.inSpan({ name: `receive ${event}`, kind: 'consumer', from }, work);
    },
  };
}

/** `OK`, or the code of a failure: from the one table of errors, so never anybody's own words. */
export const outcomeOf = (answer: unknown): string => (isFailure(answer) ? answer.failure : 'OK');
