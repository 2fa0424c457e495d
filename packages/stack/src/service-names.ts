export const serviceNames = ['gateway', 'chat', 'moderation', 'realtime'] as const;

export type ServiceName = (typeof serviceNames)[number];

export type Replicas = Record<ServiceName, number>;

export function isServiceName(name: string): name is ServiceName {
  return serviceNames.some((known) => known === name);
}
