import { ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from './logger.ts';

/** Says once that the collector is away, and once that it is back. */
export function noticeExports(exporter: SpanExporter, log: Pick<Logger, 'info' | 'warn'>): SpanExporter {
  let taken = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const before = taken;
        taken = result.code === ExportResultCode.SUCCESS;
        if (before && !taken) log.warn('traces are lost: the collector does not take them');
        if (!before && taken) log.info('the collector takes traces again');
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
