import type { Replicas } from './service-names.ts';
import type { PartName } from './stack-manifest.ts';

export interface StackOptions {
  dataDir: string;
  /** 0 for any free port. */
  gatewayPort: number;
  /** Several gateways share `gatewayPort`, unless a balancer stands in front that wants to know them apart. */
  ownGatewayPorts?: boolean;
  replicas: Replicas;
  /** The environment: the operator's settings, and the PATH where programs are looked for. */
  settings: NodeJS.ProcessEnv;
  /** Creates demo/demo and agent/agent. */
  demoAccounts?: boolean;
  /** Works in a database of its own in the server at DATABASE_URL, dropped on stop; container volumes go with it. */
  throwAwayDatabase?: boolean;
  /** Gets a line whenever something happened that a person should know. */
  notice?: (line: string) => void;
  /** Gives up a start that is under way: everything started so far is stopped. */
  signal?: AbortSignal;
  /** Gives the address at which the services find a part, when something stands between. */
  between?: (part: PartName, url: string) => Promise<string>;
  /** Where NATS' configuration is, when not in this repository: a copy of `deploy/nats` with something added. */
  natsFolder?: string;
  /** Where the services' folders are, when not in this repository; of instances, asked at each start. */
  servicesDir?: string | ((instance: string) => string);
}
