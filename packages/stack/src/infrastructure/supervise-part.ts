import { type LogFile, logTail } from '../process/log-file.ts';
import { type Supervised, supervise } from '../process/supervise.ts';
import type { Launch, PartContext } from './part.ts';

export interface PartPlan {
  name: 'postgres' | 'nats' | 'redis';
  launch: Launch;
  log: LogFile;
  answers: () => Promise<boolean>;
  stopSignals: readonly [
    { signal: 'SIGTERM' | 'SIGINT'; waitMs: number },
    ...{ signal: NodeJS.Signals; waitMs: number }[],
  ];
  readyTimeoutMs: number;
  firstStarts?: number;
}

export function supervisePart(context: PartContext, plan: PartPlan): Promise<Supervised> {
  const { launch, log, ...supervision } = plan;
  return supervise({
    ...supervision,
    launch: async () => {
      const running = await launch();
      if (running.containerId !== undefined) context.register.containerStarted(running.containerId);
      else context.register.processStarted(plan.name, running.pid, plan.stopSignals[0].signal);
      return running;
    },
    lastWords: () => logTail(log.path),
    notice: context.notice,
    pidChanged: context.pidChanged,
    signal: context.signal,
  });
}
