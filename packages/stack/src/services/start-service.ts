import { join } from 'node:path';
import type { ChildrenRegister } from '../children-register.ts';
import { type LogFile, logTail } from '../process/log-file.ts';
import { runProcess } from '../process/run-process.ts';
import { type Supervised, supervise } from '../process/supervise.ts';
import { runFromSource, type SourceContext } from './run-from-source.ts';
import { internalUrl, type ServiceSlot } from './service-slots.ts';

export interface ServiceContext extends SourceContext {
  servicesDirOf: (instance: string) => string;
  register: ChildrenRegister;
  openLog: (name: string) => LogFile;
  notice: (line: string) => void;
  pidChanged: () => void;
  signal: AbortSignal;
}

const readyTimeoutMs = 30_000;
/** What an orderly end takes at most, after its DRAIN_DELAY_SECONDS. */
const drainLimitMs = 10_000;
const aliveWithinMs = 3_000;

export function startService(
  slot: ServiceSlot,
  environment: NodeJS.ProcessEnv,
  context: ServiceContext,
): Promise<Supervised> {
  const log = context.openLog(slot.instance);
  return supervise({
    name: slot.instance,
    launch: () => {
      const main = join(context.servicesDirOf(slot.instance), slot.service, 'src/main.ts');
      const running = runProcess(runFromSource(main, [], environment, context), log, true);
      context.register.processStarted(slot.instance, running.pid, 'SIGTERM');
      return running;
    },
    answers: async () => (await fetch(`${internalUrl(slot)}/readyz`, { signal: AbortSignal.timeout(2000) })).ok,
    alive: {
      answers: async (signal) => (await fetch(`${internalUrl(slot)}/livez`, { signal })).ok,
      withinMs: aliveWithinMs,
    },
    readyTimeoutMs,
    stopSignals: [{ signal: 'SIGTERM', waitMs: drainLimitMs + Number(environment.DRAIN_DELAY_SECONDS ?? 0) * 1_000 }],
    lastWords: () => logTail(log.path),
    notice: context.notice,
    pidChanged: context.pidChanged,
    signal: context.signal,
  });
}
