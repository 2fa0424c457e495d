import type { z } from 'zod';
import type { Logger } from './logger.ts';
import { passOnTraces } from './pass-on-traces.ts';
import type { CommonSettings } from './settings.ts';
import type { Tracing } from './tracing.ts';

/** Where collectors listen by default. */
const localCollector = 'http://localhost:4318';

/** Off, nothing that records is loaded: that takes a fifth of a second. */
export async function startTracing(
  service: string,
  instance: string,
  settings: z.output<typeof CommonSettings>,
  log: Logger,
): Promise<Tracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER, OTEL_TRACES_SAMPLER_ARG } = settings;
  const exporter = OTEL_TRACES_EXPORTER ?? (OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? 'none' : 'otlp');
  if (exporter === 'none') return passOnTraces();
  const { recordTraces } = await import('./record-traces.ts');
  const endpoint = OTEL_EXPORTER_OTLP_ENDPOINT ?? localCollector;
  return recordTraces({ service, instance, endpoint, ratio: OTEL_TRACES_SAMPLER_ARG, log });
}
