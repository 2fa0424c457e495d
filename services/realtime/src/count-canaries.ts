import type { Metrics } from '@livechat/service/metrics';
import type { CanaryEnd } from './hearing.ts';

export interface CanaryMetrics {
  started(): void;
  heard(durationMs: number): void;
  failed(why: Exclude<CanaryEnd['end'], 'heard'> | 'unreviewed'): void;
}

const reasons = ['unanswered', 'untold', 'cut', 'unheard', 'unreviewed'] as const;

export function countCanaries(metrics: Metrics, isDeaf: () => boolean): CanaryMetrics {
  const took = metrics.histogram('canary_duration_seconds', 'From the sending of a canary to the hearing of its event');
  const failures = metrics.counter('canary_failures_total', 'Canaries that did not go all the way, by why', ['why']);
  // There from the start: Prometheus sees a first failure only where there was a zero.
  for (const why of reasons) failures({ why }, 0);
  let lastHeardAt: number | undefined;
  metrics.gauge(
    'canary_last_heard_timestamp_seconds',
    'When this instance last heard its own canary; before the first one, when it started',
    [],
    () => (lastHeardAt === undefined ? [] : [{ labels: {}, value: lastHeardAt / 1000 }]),
  );
  metrics.gauge(
    'canary_deaf',
    '1 while this instance is not ready, because it hears nothing of what others hear',
    [],
    () => [{ labels: {}, value: isDeaf() ? 1 : 0 }],
  );
  return {
    started() {
      lastHeardAt = Date.now();
    },
    heard(durationMs) {
      took({}, durationMs);
      lastHeardAt = Date.now();
    },
    failed: (why) => failures({ why }),
  };
}
