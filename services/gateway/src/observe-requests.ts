import { checkTrace } from '@livechat/bus/headers';
import type { Logger } from '@livechat/service/logger';
import type { Metrics } from '@livechat/service/metrics';
import type { Tracing } from '@livechat/service/tracing';
import type { Request, RequestHandler, Response } from 'express';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Asked every few seconds by machines, which know the answer. */
const unlogged = new Set(['/livez', '/readyz']);

/** Counts, times and traces each request and gives it a line in the log. What a caller made up is in none of them. */
export function observeRequests(log: Logger, metrics: Metrics, tracing: Tracing): RequestHandler {
  const count = metrics.counter('http_requests_total', 'REST requests; `aborted` had no answer', [
    'route',
    'method',
    'status',
  ]);
  const took = metrics.histogram('http_request_duration_seconds', 'From request to answer', ['route', 'method']);

  const observe = async (request: Request, response: Response, started: number): Promise<Ended> => {
    await new Promise<void>((resolve) => response.once('close', resolve));
    const durationMs = performance.now() - started;
    // Only now is it known which route took it.
    const route: string = request.route?.path ?? 'unmatched';
    const method = methods.has(request.method) ? request.method : 'other';
    const status = response.writableFinished ? response.statusCode : 'aborted';
    count({ route, method, status });
    took({ route, method }, durationMs);
    if (!unlogged.has(route)) {
      const { requestId, bearer } = response.locals;
      const who = bearer && { role: bearer.principal.role, principalId: bearer.principal.id };
      log.info({ requestId, method, route, status, durationMs: Math.round(durationMs * 10) / 10, ...who }, 'request');
    }
    return { route, method, status };
  };

  return (request, response, next) => {
    const started = performance.now();
    const from = checkTrace(request.headers.traceparent, request.headers.tracestate);
    void tracing.inSpan({ name: 'request', kind: 'server', from }, async (span) => {
      const ended = observe(request, response, started);
      next();
      const { route, method, status } = await ended;
      span.rename(`${method} ${route}`);
      span.set({ 'http.route': route, 'http.request.method': method, 'http.response.status_code': status });
      if (typeof status !== 'number' || status >= 500) span.failed();
    });
  };
}

interface Ended {
  route: string;
  method: string;
  status: number | 'aborted';
}
