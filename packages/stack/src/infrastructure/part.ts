import type { ChildrenRegister } from '../children-register.ts';
import type { Secrets } from '../load-secrets.ts';
import type { LogFile } from '../process/log-file.ts';
import type { Running } from '../process/run-process.ts';
import type { Supervised } from '../process/supervise.ts';

/** One of Postgres, NATS and Redis: ours, supervised, or somebody else's at a given address. */
export interface Part extends Supervised {
  readonly url: string;
}

/** What the parts need from the stack that they belong to. */
export interface PartContext {
  dataDir: string;
  repositoryRoot: string;
  natsFolder?: string | undefined;
  settings: NodeJS.ProcessEnv;
  secrets: Secrets;
  /** Nothing of this run is to be kept. */
  throwAway: boolean;
  register: ChildrenRegister;
  openLog: (name: string) => LogFile;
  notice: (line: string) => void;
  pidChanged: () => void;
  signal: AbortSignal;
}

export type Launch = () => Promise<Running> | Running;

/** The part runs elsewhere: nothing to start, nothing to stop. */
export function givenPart(url: string): Part {
  return { url, pid: () => undefined, stop: async () => undefined };
}
