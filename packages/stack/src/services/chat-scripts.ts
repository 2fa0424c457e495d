import { join } from 'node:path';
import { lastWords, runToEnd, succeeded } from '../process/run-to-end.ts';
import { stackError } from '../stack-error.ts';
import { runFromSource, type SourceContext } from './run-from-source.ts';
import { pickSettings, settingNames } from './setting-names.ts';

export interface ScriptContext extends SourceContext {
  servicesDir: string;
  databaseUrl: string;
  signal: AbortSignal;
}

const migrateLimitMs = 120_000;
const accountLimitMs = 30_000;

export function migrate(context: ScriptContext): Promise<void> {
  return runScript(context, 'migrate.ts', [], {}, migrateLimitMs);
}

/** The accounts of the ready line. They exist on a person's own machine only. */
export async function createDemoAccounts(context: ScriptContext): Promise<void> {
  const create = (role: string, username: string, displayName: string) => {
    const args = ['--role', role, '--username', username, '--display-name', displayName, '--if-absent'];
    return runScript(context, 'create-account.ts', args, { ACCOUNT_PASSWORD: username }, accountLimitMs);
  };
  await Promise.all([create('user', 'demo', 'Demo customer'), create('admin', 'agent', 'Demo agent')]);
}

async function runScript(
  context: ScriptContext,
  file: string,
  args: string[],
  given: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<void> {
  const script = join(context.servicesDir, 'chat/src', file);
  const environment = {
    ...pickSettings(context.settings, [...settingNames.everyService, ...settingNames.chat]),
    ...given,
    DATABASE_URL: context.databaseUrl,
  };
  const command = runFromSource(script, args, environment, context);
  const outcome = await runToEnd(command, timeoutMs, context.signal);
  if (!succeeded(outcome)) throw stackError(`services/chat/src/${file} failed: ${lastWords(outcome)}`);
}
