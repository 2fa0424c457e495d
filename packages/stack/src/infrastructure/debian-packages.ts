import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from '../process/find-program.ts';
import { lastWords, runToEnd, succeeded } from '../process/run-to-end.ts';
import { stackError } from '../stack-error.ts';
import type { PartContext } from './part.ts';

export type DebianContext = Pick<PartContext, 'settings' | 'signal' | 'notice'>;

export interface AptPrograms {
  aptGet: string;
  dpkg: string;
}

const downloadLimitMs = 180_000;

/** Undefined on a machine without apt. */
export function aptPrograms({ PATH }: NodeJS.ProcessEnv): AptPrograms | undefined {
  const aptGet = findProgram(['apt-get'], PATH);
  const dpkg = findProgram(['dpkg'], PATH);
  return aptGet === undefined || dpkg === undefined ? undefined : { aptGet, dpkg };
}

/**
 * Fetches packages of Debian or Ubuntu and unpacks them into a folder, in the place of what was there: nothing is installed
 * and root is not needed. `check` throws when what was unpacked is of no use; then the folder stays as it was.
 */
export async function unpackPackages(
  { aptGet, dpkg }: AptPrograms,
  { packages, libraries, into }: { packages: string[]; libraries: string[]; into: string },
  context: DebianContext,
  check: (tree: string) => Promise<void>,
): Promise<void> {
  const cache = dirname(into);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpacking-'));
  try {
    await download(aptGet, work, packages, libraries, context);
    const tree = join(work, 'tree');
    for (const file of readdirSync(work).filter((entry) => entry.endsWith('.deb'))) {
      await run(dpkg, ['-x', join(work, file), tree], work, context);
    }
    await check(tree);
    rmSync(into, { recursive: true, force: true });
    renameSync(tree, into);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
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
