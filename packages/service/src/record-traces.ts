import { startDeadline, within } from '@livechat/bus/deadline';
import type { TraceHeaders } from '@livechat/bus/headers';
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from './logger.ts';
import { noticeExports } from './notice-exports.ts';
import type { OpenSpan, SpanStart, Tracing } from './tracing.ts';

export interface RecordOptions {
  service: string;
  instance: string;
  /** Of an OTLP collector that takes JSON over HTTP. */
  endpoint: string;
  /** Of the traces that begin here, 0 to 1. */
  ratio: number;
  log: Logger;
}

const exportTimeoutMs = 2_000;
const exportEveryMs = 1_000;
const stopTimeoutMs = 1_000;

const kinds: Record<SpanStart['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Sends spans to a collector. When it is away they are dropped, and nobody waits. */
export function recordTraces({ service, instance, endpoint, ratio, log }: RecordOptions): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `livechat-${service}`, 'service.instance.id': instance }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: noticeExports(new OTLPTraceExporter({ url, timeoutMillis: exportTimeoutMs }), log),
        exportTimeoutMillis: exportTimeoutMs,
        scheduledDelayMillis: exportEveryMs,
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = trace.getTracer('livechat');

  return {
    inSpan(start, work) {
      const parent = contextOf(start.from);
      const span = tracer.startSpan(start.name, { kind: kinds[start.kind] }, parent);
      return context.with(trace.setSpan(parent, span), () => endWith(span, () => work(openSpan(span))));
    },
    past(name, durationMs, failed) {
      const endTime = Date.now();
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, startTime: endTime - durationMs });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endTime);
    },
    headers() {
      const headers: TraceHeaders = {};
      propagation.inject(context.active(), headers);
      return headers;
    },
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    isRecording: true,
    async stop() {
      // What fails has been said by then, and the end of a process does not wait for a collector.
      await within(startDeadline(stopTimeoutMs), provider.shutdown()).catch(() => {});
    },
  };
}

function contextOf(from: TraceHeaders | undefined): Context {
  return from === undefined ? context.active() : propagation.extract(ROOT_CONTEXT, from);
}

function endWith<T>(span: Span, work: () => T): T {
  const end = (thrown?: unknown) => {
    // Without the error itself: what it says may be more than a trace should know. The log has it, by the trace's id.
    if (thrown !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) end();
    else result.then(() => end(), end);
    return result;
  } catch (thrown) {
    end(thrown);
    throw thrown;
  }
}

function openSpan(span: Span): OpenSpan {
  return {
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes(attributes),
    failed: () => void span.setStatus({ code: SpanStatusCode.ERROR }),
  };
}
