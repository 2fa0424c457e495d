import { allOrNone } from '../process/all-or-none.ts';
import type { Supervised } from '../process/supervise.ts';
import type { StackManifest } from '../stack-manifest.ts';
import { type Surroundings, serviceEnvironment } from './service-environment.ts';
import { internalUrl, publicUrl } from './service-slots.ts';
import { type ServiceContext, startService } from './start-service.ts';

export interface Services {
  running(): StackManifest['services'];
  stop(): Promise<void>;
}

/** All instances side by side; when one cannot start, the others are stopped again. */
export async function startServices(around: Surroundings, context: ServiceContext): Promise<Services> {
  const instances = await allOrNone<Supervised[]>(context.signal, (signal) =>
    around.slots.map((slot) => startService(slot, serviceEnvironment(slot, around), { ...context, signal })),
  );
  return {
    running() {
      const services: StackManifest['services'] = { gateway: [], chat: [], moderation: [], realtime: [] };
      around.slots.forEach((slot, index) => {
        const pid = instances[index]?.pid();
        if (pid !== undefined) services[slot.service].push({ pid, url: internalUrl(slot), ...publicUrl(slot) });
      });
      return services;
    },
    stop: async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
    },
  };
}
