import { type Service, services } from '../actor.ts';
import type { ContractSnapshot } from '../compatibility/contract-snapshot.ts';
import type { Permissions } from '../permissions.ts';

/** All by which it can be told whether services of this version work beside those of another one. */
export interface Version {
  name: string;
  /** What is asked and told, who asks and who listens. */
  contracts: Record<string, ContractSnapshot>;
  /** What each service may do on NATS, from which follows who answers and who tells. */
  permissions: Record<Service, Permissions & { inboxPrefix: string }>;
  /** Of chat's database, in their order. */
  migrations: readonly string[];
}

/** The service that answers what is asked there, or tells what is heard there; none for what is on sockets only. */
export function ownerOf({ subject, listeners }: ContractSnapshot, { permissions }: Version): Service | undefined {
  if (subject === undefined) return undefined;
  const everywhere = subject.replace('{conversationId}', '*');
  return services.find((service) => {
    const { publish, subscribe } = permissions[service];
    return listeners ? publish.includes(everywhere) : subscribe.includes(`${subject} ${service}`);
  });
}
