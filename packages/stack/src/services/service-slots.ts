import { freePort } from '../process/free-ports.ts';
import { type Replicas, type ServiceName, serviceNames } from '../service-names.ts';

/** The place of one instance: its ports stay the same however often it is started again. */
export interface ServiceSlot {
  service: ServiceName;
  instance: string;
  internalPort: number;
  /** Where it listens for the public, or for the gateway in the case of realtime. */
  publicPort: number | undefined;
}

/** Gateways share `gatewayPort`, or each but the first has one of its own. */
export async function makeSlots(replicas: Replicas, gatewayPort: number, ownPorts: boolean): Promise<ServiceSlot[]> {
  const slots: ServiceSlot[] = [];
  for (const service of serviceNames) {
    for (let n = 1; n <= replicas[service]; n++) {
      slots.push(await makeSlot(service, n, ownPorts && n > 1 ? await freePort() : gatewayPort));
    }
  }
  return slots;
}

export async function makeSlot(service: ServiceName, number: number, gatewayPort: number): Promise<ServiceSlot> {
  const publicPort = {
    gateway: () => gatewayPort,
    realtime: freePort,
    chat: () => undefined,
    moderation: () => undefined,
  };
  return {
    service,
    instance: `${service}-${number}`,
    internalPort: await freePort(),
    publicPort: await publicPort[service](),
  };
}

export const internalUrl = (slot: ServiceSlot) => `http://127.0.0.1:${slot.internalPort}`;

/** Of realtime it is where an ingress would lead sockets; on one machine they come through a gateway. */
export const publicUrl = ({ publicPort }: ServiceSlot) =>
  publicPort === undefined ? {} : { publicUrl: `http://127.0.0.1:${publicPort}` };
