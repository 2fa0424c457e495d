import { closeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ChildrenRegister, openChildrenRegister, stopLeftovers } from './children-register.ts';
import { claimDataDirectory } from './claim-data-directory.ts';
import { containerEngine } from './infrastructure/container-engine.ts';
import { boundLogFiles, type LogFile, openLogFile } from './process/log-file.ts';
import { removeManifest } from './stack-manifest.ts';

/** The data directory while one run has it for itself. */
export interface RunDirectory {
  register: ChildrenRegister;
  openLog: (name: string) => LogFile;
  release(): void;
}

interface RunContext {
  dataDir: string;
  settings: NodeJS.ProcessEnv;
  notice: (line: string) => void;
}

/** Claims the directory and clears what an earlier run left behind. */
export async function openRunDirectory(context: RunContext): Promise<RunDirectory> {
  const { dataDir } = context;
  const releaseClaim = claimDataDirectory(dataDir);
  try {
    const containers = await stopLeftovers(dataDir, context.notice);
    const register = openChildrenRegister(dataDir);
    if (containers.length > 0) await (await containerEngine(context))?.removeContainers(containers);
    removeManifest(dataDir);
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    return keptDirectory(dataDir, register, releaseClaim);
  } catch (error) {
    releaseClaim();
    throw error;
  }
}

function keptDirectory(dataDir: string, register: ChildrenRegister, releaseClaim: () => void): RunDirectory {
  const logs: LogFile[] = [];
  const endBounds = boundLogFiles(() => logs);
  return {
    register,
    openLog(name) {
      const log = openLogFile(join(dataDir, 'logs', `${name}.log`));
      logs.push(log);
      return log;
    },
    release() {
      endBounds();
      for (const { descriptor } of logs) closeSync(descriptor);
      register.clear();
      releaseClaim();
    },
  };
}
