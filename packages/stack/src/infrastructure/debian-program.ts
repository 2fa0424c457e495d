import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { isExecutable } from '../process/find-program.ts';
import { runToEnd, succeeded } from '../process/run-to-end.ts';
import { stackError } from '../stack-error.ts';
import { aptPrograms, type DebianContext, unpackPackages } from './debian-packages.ts';
import { plainEnvironment } from './plain-environment.ts';

export interface FoundProgram {
  program: string;
  /** Where it finds its libraries. */
  environment: NodeJS.ProcessEnv;
}

/**
 * Debian's and Ubuntu's own package, fetched with apt and unpacked into the cache of the user: nothing is
 * installed and root is not needed. Undefined on a machine without apt.
 */
export async function debianProgram(
  name: string,
  packages: string[],
  libraries: string[],
  context: DebianContext,
): Promise<FoundProgram | undefined> {
  const cache = cacheFolder(context.settings);
  const unpacked = join(cache, `${name}-${process.arch}`);
  const cached = await usableProgram(unpacked, name, context);
  if (cached) return cached;
  const programs = aptPrograms(context.settings);
  if (!programs) return undefined;

  context.notice(`Fetching ${name} from the distribution's packages, once.`);
  await unpackPackages(programs, { packages, libraries, into: unpacked }, context, async (tree) => {
    if ((await usableProgram(tree, name, context)) === undefined) {
      throw stackError(`the unpacked ${name} does not run on this machine`);
    }
  });
  return usableProgram(unpacked, name, context);
}

async function usableProgram(tree: string, name: string, context: DebianContext): Promise<FoundProgram | undefined> {
  const program = ['usr/bin', 'usr/sbin'].map((folder) => join(tree, folder, name)).find(isExecutable);
  if (program === undefined) return undefined;
  const folders = ['usr/lib', 'lib'].map((folder) => join(tree, folder)).filter((folder) => existsSync(folder));
  const libraries = folders.flatMap((folder) => readdirSync(folder).map((entry) => join(folder, entry)));
  const environment = libraries.length > 0 ? { LD_LIBRARY_PATH: libraries.join(':') } : {};
  const command = {
    program,
    args: ['--version'],
    environment: { ...plainEnvironment(context.settings), ...environment },
    cwd: tree,
  };
  return succeeded(await runToEnd(command, 10_000, context.signal)) ? { program, environment } : undefined;
}
