import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import type { Command } from '../process/run-process.ts';

export interface SourceContext {
  repositoryRoot: string;
  settings: NodeJS.ProcessEnv;
}

/** A TypeScript file run by this same Node; what Node compiles it keeps, which halves the time of the next start. */
export function runFromSource(
  file: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  { repositoryRoot, settings }: SourceContext,
): Command {
  return {
    program: process.execPath,
    args: ['--conditions=source', file, ...args],
    environment: { NODE_COMPILE_CACHE: join(cacheFolder(settings), 'compiled'), ...environment },
    cwd: repositoryRoot,
  };
}
