import { setTimeout as wait } from 'node:timers/promises';
import { type Bus, connectBus } from '@livechat/bus/connect';
import { startDeadline, timedOut, within } from '@livechat/bus/deadline';
import type { Service } from '@livechat/contracts/actor';
import type { z } from 'zod';
import { endOnce } from './end-once.ts';
import { type Dependency, type Health, serveHealth } from './health.ts';
import { instanceName } from './instance-name.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { observeBus } from './observe-bus.ts';
import { passOnTraces } from './pass-on-traces.ts';
import { type CommonSettings, readSettings } from './settings.ts';
import { startTracing } from './start-tracing.ts';
import type { Tracing } from './tracing.ts';

export interface ServiceTools<S> {
  settings: S;
  instance: string;
  log: Logger;
  bus: Bus;
  health: Health;
  metrics: Metrics;
  tracing: Tracing;
}

export interface Running {
  dependencies: Record<string, Dependency>;
  /** First: sends clients elsewhere. */
  drain?(): Promise<void>;
  /** When no request is in hand any more; the bus is still open. */
  settle?(): Promise<void>;
  /** Last, after the bus. */
  close?(): Promise<void>;
}

/** Supervisors kill what has not ended after 10 s. */
const graceMs = 10_000;
/** What the steps of an orderly end may take, one by one and together. What is not done by then stays undone. */
const stepMs = { drain: 7_500, serving: 3_000, settle: 3_000, close: 1_000 };
const allStepsMs = 9_000;

/**
 * The life of a service process: settings, log, health, bus, then `start`; at the end the same backwards.
 * Ends on SIGTERM and SIGINT, when NATS is gone for good, when a supervisor that started it has died, and on a
 * defect (an uncaught error), after which nothing in memory can be trusted.
 */
export async function runService<S extends typeof CommonSettings>(
  service: Service,
  schema: S,
  start: (tools: ServiceTools<z.output<S>>) => Promise<Running>,
  isOutage: (thrown: unknown) => boolean = () => false,
): Promise<void> {
  const settings = readSettings(service, schema);
  const instance = settings.INSTANCE ?? instanceName(service);
  let tracing = passOnTraces();
  const log = createLogger(service, instance, settings.LOG_LEVEL, () => tracing.traceId());
  tracing = await startTracing(service, instance, settings, log);
  const metrics = createMetrics();
  const health = await serveHealth(settings.HOST, settings.INTERNAL_PORT, metrics);
  observeDependencies(health, metrics);
  let bus: Bus | undefined;
  let running: Running | undefined;

  const delayMs = settings.DRAIN_DELAY_SECONDS * 1_000;

  const end = endOnce(graceMs + delayMs, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'ending after an error');
    else log.info({ signal }, 'ending');
    health.stopping();
    // Whoever spreads the load looks at readiness now and then only, and sends more until it has.
    if (!err && running) await wait(delayMs);
    const left = startDeadline(allStepsMs);
    const step = async (name: keyof typeof stepMs, work: Promise<void> | undefined) => {
      const deadline = startDeadline(Math.min(stepMs[name], left.leftMs()));
      const ended = await within(deadline, work ?? Promise.resolve()).catch((thrown: unknown) =>
        log.error({ err: thrown, step: name }, 'a step of the end failed'),
      );
      if (ended === timedOut) log.warn({ step: name }, 'a step of the end took too long');
    };
    await step('drain', running?.drain?.());
    await step('serving', bus?.stopServing());
    await step('settle', running?.settle?.());
    await step('close', bus?.close());
    await step('close', running?.close?.());
    await step('close', tracing.stop());
    health.close();
    log.info('ended');
    log.flush();
  });
  if (process.connected) process.once('disconnect', end);

  const observer = observeBus(metrics, tracing);
  const { NATS_URL: natsUrl, NATS_USER: user, NATS_PASSWORD: pass } = settings;
  const credentials = user === undefined ? undefined : { user, pass: pass ?? '' };
  bus = await connectBus({ service, instance, version: '0.1.0', natsUrl, credentials, log, observer, isOutage });
  observeConnection(bus, metrics);
  bus.closed.catch((err: unknown) => {
    log.fatal({ err }, 'NATS is gone for good');
    end();
  });
  running = await start({ settings, instance, log, bus, health, metrics, tracing });
  const { isConnected } = bus;
  health.started({ nats: { required: true, check: async () => isConnected() }, ...running.dependencies });
  log.info({ pid: process.pid }, 'ready');
}

function observeConnection(bus: Bus, metrics: Metrics): void {
  const reconnected = metrics.counter('bus_reconnects_total', 'Times that NATS was away and came back');
  bus.onReconnect(() => reconnected({}));
  metrics.gauge('bus_connected', '1 while connected to NATS', [], () => [
    { labels: {}, value: bus.isConnected() ? 1 : 0 },
  ]);
}

/** Less than a scrape waits: what hangs is to be shown, not left out. */
const dependencyTimeoutMs = 800;

function observeDependencies(health: Health, metrics: Metrics): void {
  metrics.gauge('dependency_up', '1 while it answers, as in /readyz', ['dependency'], async () => {
    const answers = Object.entries(await health.dependencies(dependencyTimeoutMs));
    return answers.map(([dependency, up]) => ({ labels: { dependency }, value: up ? 1 : 0 }));
  });
}
