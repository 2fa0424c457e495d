import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { findProgram, isExecutable } from '../process/find-program.ts';
import { lastWords, runToEnd, succeeded } from '../process/run-to-end.ts';
import { stackError } from '../stack-error.ts';
import type { PartContext } from './part.ts';
import { plainEnvironment } from './plain-environment.ts';

export interface FoundProgram {
  program: string;
  /** Where it finds its libraries. */
  environment: NodeJS.ProcessEnv;
}

type DebianContext = Pick<PartContext, 'settings' | 'signal' | 'notice'>;

const downloadLimitMs = 180_000;

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
  const aptGet = findProgram(['apt-get'], context.settings.PATH);
  const dpkg = findProgram(['dpkg'], context.settings.PATH);
  if (aptGet === undefined || dpkg === undefined) return undefined;

  context.notice(`Fetching ${name} from the distribution's packages, once.`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpacking-'));
  try {
    await download(aptGet, work, packages, libraries, context);
    const tree = join(work, 'tree');
    for (const file of readdirSync(work).filter((entry) => entry.endsWith('.deb'))) {
      await run(dpkg, ['-x', join(work, file), tree], work, context);
    }
    if ((await usableProgram(tree, name, context)) === undefined) {
      throw stackError(`the unpacked ${name} does not run on this machine`);
    }
    rmSync(unpacked, { recursive: true, force: true });
    renameSync(tree, unpacked);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return usableProgram(unpacked, name, context);
}

/** A library has another name from release to release: those that this one lacks are done without. */
async function download(aptGet: string, work: string, packages: string[], libraries: string[], context: DebianContext) {
  const options = ['-q', ...aptFolders(work), '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User='];
  await run(aptGet, [...options, 'update'], work, context);
  await run(aptGet, [...options, 'download', ...packages], work, context);
  for (const library of libraries) {
    await run(aptGet, [...options, 'download', library], work, context).catch(() => context.signal.throwIfAborted());
  }
}

function aptFolders(work: string): string[] {
  const lists = join(work, 'lists');
  const cache = join(work, 'cache');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives/partial'), { recursive: true });
  return ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Acquire::Languages=none'];
}

async function run(program: string, args: string[], cwd: string, context: DebianContext): Promise<void> {
  const environment = { ...context.settings, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const outcome = await runToEnd({ program, args, environment, cwd }, downloadLimitMs, context.signal);
  if (!succeeded(outcome)) throw stackError(`${program}: ${lastWords(outcome)}`);
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
