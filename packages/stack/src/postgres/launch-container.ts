import type { ContainerEngine } from '../infrastructure/container-engine.ts';
import type { Launch, PartContext } from '../infrastructure/part.ts';
import { volumeName } from '../infrastructure/volume-name.ts';
import type { LogFile } from '../process/log-file.ts';
import { serverSettings } from './server-settings.ts';

const image = 'postgres:18-alpine';

export function launchContainer(
  engine: ContainerEngine,
  context: PartContext,
  port: number,
  log: LogFile,
): Promise<Launch> {
  return engine.prepare({
    name: 'postgres',
    image,
    command: ['postgres', ...serverSettings({ listen_addresses: '*' })],
    environment: {
      POSTGRES_PASSWORD: context.secrets.postgresAdminPassword,
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8',
    },
    port: { inside: 5432, outside: port },
    volume: { name: volumeName('postgres', context.secrets), at: '/var/lib/postgresql' },
    log,
  });
}
