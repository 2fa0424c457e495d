import { join } from 'node:path';
import type { Launch, PartContext } from '../infrastructure/part.ts';
import { plainEnvironment } from '../infrastructure/plain-environment.ts';
import { endWithParent } from '../process/end-with-parent.ts';
import type { LogFile } from '../process/log-file.ts';
import { runProcess } from '../process/run-process.ts';
import { asUser } from './as-user.ts';
import { clearStaleLock } from './clear-stale-lock.ts';
import { initialiseCluster } from './initialise-cluster.ts';
import type { PostgresPrograms } from './programs.ts';
import { serverSettings } from './server-settings.ts';
import type { User } from './unprivileged-user.ts';

interface ProgramsPlan {
  context: PartContext;
  programs: PostgresPrograms;
  home: string;
  port: number;
  log: LogFile;
  user: User | undefined;
  isNew: boolean;
}

export async function launchPrograms({
  context,
  programs,
  home,
  port,
  log,
  user,
  isNew,
}: ProgramsPlan): Promise<Launch> {
  const { settings, secrets, signal } = context;
  if (isNew) {
    await initialiseCluster({ programs, home, adminPassword: secrets.postgresAdminPassword, user, settings, signal });
  }
  const data = join(home, 'data');
  const args = ['-D', data, ...serverSettings({ port, listen_addresses: '127.0.0.1', unix_socket_directories: '' })];
  const command = { program: programs.postgres, args, environment: plainEnvironment(settings), cwd: data };
  const limited = asUser(endWithParent(command, 'SIGINT'), user, [programs.postgres, data]);
  return async () => {
    await clearStaleLock(data, signal);
    return runProcess(limited, log);
  };
}
