import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from '../infrastructure/plain-environment.ts';
import { lastWords, runToEnd, succeeded } from '../process/run-to-end.ts';
import { stackError } from '../stack-error.ts';
import { asUser } from './as-user.ts';
import type { PostgresPrograms } from './programs.ts';
import type { User } from './unprivileged-user.ts';

export interface ClusterPlan {
  programs: PostgresPrograms;
  /** A folder of Postgres' user; the cluster comes to lie in `data` below it. */
  home: string;
  adminPassword: string;
  user: User | undefined;
  settings: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

const initdbLimitMs = 120_000;

/** Made beside its place and moved there when complete, so that an interrupted start leaves no half of it. */
export async function initialiseCluster(plan: ClusterPlan): Promise<void> {
  const { programs, home, user } = plan;
  const making = join(home, 'making');
  const passwordFile = join(home, 'password');
  let words = '';
  for (const locale of localeChoices(programs.major)) {
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { mode: 0o700 });
    writeFileSync(passwordFile, plan.adminPassword, { mode: 0o600 });
    if (user) for (const path of [making, passwordFile]) chownSync(path, user.uid, user.gid);
    const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
    const command = {
      program: programs.initdb,
      args: [`--pgdata=${making}`, ...access, ...locale],
      environment: plainEnvironment(plan.settings),
      cwd: home,
    };
    try {
      const outcome = await runToEnd(asUser(command, user, [programs.initdb, making]), initdbLimitMs, plan.signal);
      if (succeeded(outcome)) return renameSync(making, join(home, 'data'));
      words = lastWords(outcome);
    } finally {
      rmSync(passwordFile, { force: true });
    }
  }
  throw stackError(`postgres could not make its data in ${home}: ${words}`);
}

/** Upper and lower case of all languages; a system without such a locale sorts and folds plain ASCII only. */
function localeChoices(major: number): string[][] {
  if (major >= 17) return [['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']];
  return [['--locale=C.UTF-8'], ['--no-locale']];
}
