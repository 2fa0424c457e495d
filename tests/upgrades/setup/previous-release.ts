import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Release, readReleases } from '@livechat/contracts/releases/release-files';

export interface PreviousRelease {
  version: string;
  commit: string;
}

const root = resolve(import.meta.dirname, '../../..');

/**
 * The release before the code that is looked at: the last tag behind HEAD, which itself may be the next release. Before
 * there is any it is the last kept one that names its commit.
 */
export function previousRelease(repository = root, releases: readonly Release[] = readReleases()): PreviousRelease {
  const tag = git(repository, 'describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^');
  // There may be one behind the commits that are not here.
  if (tag === undefined && git(repository, 'rev-parse', '--is-shallow-repository') === 'true') {
    throw new Error(`This clone has no more than the last commits, and no tag v*: ${whole}`);
  }
  const kept = releases.findLast(({ commit }) => commit !== undefined);
  const version = tag?.slice(1) ?? kept?.version;
  const wanted = tag ?? kept?.commit;
  if (version === undefined || wanted === undefined) {
    throw new Error(`There is no tag v* behind HEAD: ${whole}`);
  }
  const commit = git(repository, 'rev-parse', '--verify', '--quiet', `${wanted}^{commit}`);
  if (commit === undefined) {
    throw new Error(`The code of ${version} (${wanted}) is not here: git fetch origin ${wanted}, or ${whole}`);
  }
  return { version, commit };
}

const whole = 'git fetch --unshallow --tags (in a clone that is whole: git fetch --tags)';

/** Puts that code into the folder, with what its services need to run. */
export function checkOut({ version, commit }: PreviousRelease, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = `${folder}.tar`;
  const installer = join(root, 'packages/stack/install-dependencies.mjs');
  const own = ['--prefer-offline', '--prod', '--filter', '{./services/*}...'];
  run(`take the code of ${version} out of git`, 'git', ['archive', '--output', archive, commit]);
  run(`unpack the code of ${version}`, 'tar', ['-xf', archive, '-C', folder]);
  run(`install what ${version} needs`, process.execPath, [installer, folder, ...own]);
}

function run(what: string, program: string, args: readonly string[]): void {
  const { status, stderr, stdout, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) throw new Error(`cannot ${what}: ${error?.message ?? ''}${stderr}${stdout}`.trim());
}

function git(repository: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: repository, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
