import type { ServiceName } from '../service-names.ts';
import type { ServiceSlot } from './service-slots.ts';
import { pickSettings, settingNames, signsTokens, usesPostgres, usesRedis } from './setting-names.ts';

export interface Surroundings {
  settings: NodeJS.ProcessEnv;
  databaseUrl: string;
  /** With which a service signs in at NATS. */
  natsSettings: (service: ServiceName) => NodeJS.ProcessEnv;
  redisUrl: string;
  jwtSecret: string;
  slots: readonly ServiceSlot[];
}

/** All that one instance of a service is told; nothing of what the others need. */
export function serviceEnvironment(slot: ServiceSlot, around: Surroundings): NodeJS.ProcessEnv {
  const { service } = slot;
  const environment: NodeJS.ProcessEnv = {
    LOG_LEVEL: 'info',
    ...(signsTokens[service] ? { AUTH_JWT_SECRET: around.jwtSecret } : {}),
    ...pickSettings(around.settings, [...settingNames.everyService, ...settingNames[service]]),
    HOST: '127.0.0.1',
    INTERNAL_PORT: String(slot.internalPort),
    INSTANCE: slot.instance,
    ...around.natsSettings(service),
  };
  if (usesPostgres[service]) environment.DATABASE_URL = around.databaseUrl;
  if (usesRedis[service]) environment.REDIS_URL = around.redisUrl;
  if (slot.publicPort !== undefined) environment.PORT = String(slot.publicPort);
  // The gateway in front is one hop more.
  if (service === 'realtime') environment.TRUST_PROXY = String(Number(around.settings.TRUST_PROXY ?? 0) + 1);
  // That gateway is its balancer, and looks every half second.
  if (service === 'realtime') environment.DRAIN_DELAY_SECONDS ??= '1';
  if (service === 'gateway') {
    environment.REALTIME_INSTANCES = realtimeInstances(around.slots);
    if (sharesPort(slot, around.slots)) environment.REUSE_PORT = 'true';
  }
  return environment;
}

function realtimeInstances(slots: readonly ServiceSlot[]): string {
  return slots
    .filter(({ service }) => service === 'realtime')
    .map(({ instance, publicPort }) => `${instance}=http://127.0.0.1:${publicPort}`)
    .join(',');
}

function sharesPort(slot: ServiceSlot, slots: readonly ServiceSlot[]): boolean {
  return slots.some(({ instance, publicPort }) => instance !== slot.instance && publicPort === slot.publicPort);
}
