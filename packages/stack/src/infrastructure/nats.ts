import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endWithParent } from '../process/end-with-parent.ts';
import { freePort } from '../process/free-ports.ts';
import { runProcess } from '../process/run-process.ts';
import { natsAnswers } from './answers.ts';
import { chooseLaunch } from './choose-launch.ts';
import { expectListener } from './given-address.ts';
import { givenPart, type Part, type PartContext } from './part.ts';
import { plainEnvironment } from './plain-environment.ts';
import { supervisePart } from './supervise-part.ts';
import { volumeName } from './volume-name.ts';

const image = 'nats:2.15-alpine';
const advice = 'NATS is not to be had here: install nats-server, start Docker, or give its address in NATS_URL.';

export async function startNats(context: PartContext): Promise<Part> {
  const given = context.settings.NATS_URL;
  if (given !== undefined) {
    await expectListener('NATS_URL', given, 4222, context.signal);
    return givenPart(given);
  }
  const port = await freePort();
  const log = context.openLog('nats');
  const configuration = join(context.repositoryRoot, 'deploy/nats/nats-server.conf');
  const store = join(context.dataDir, 'nats');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const launch = await chooseLaunch(context, {
    programNames: ['nats-server'],
    launchProgram: (program, libraries) => {
      const environment = {
        ...plainEnvironment(context.settings),
        ...libraries,
        ...variables('127.0.0.1', port, store),
      };
      const command = { program, args: ['-c', configuration], environment, cwd: store };
      return () => runProcess(endWithParent(command, 'SIGTERM'), log);
    },
    container: {
      name: 'nats',
      image,
      command: ['nats-server', '-c', '/etc/livechat/nats-server.conf'],
      environment: variables('0.0.0.0', 4222, '/data'),
      port: { inside: 4222, outside: port },
      binds: [`${configuration}:/etc/livechat/nats-server.conf:ro`],
      volume: { name: volumeName('nats', context.secrets), at: '/data' },
      log,
    },
    debian: { packages: ['nats-server'], libraries: [] },
    advice,
  });
  const supervised = await supervisePart(context, {
    name: 'nats',
    launch,
    log,
    answers: () => natsAnswers('127.0.0.1', port),
    readyTimeoutMs: 30_000,
    stopSignals: [{ signal: 'SIGTERM', waitMs: 10_000 }],
  });
  return { url: `nats://127.0.0.1:${port}`, ...supervised };
}

/** The configuration names these variables; NATS reads their values in its own syntax, hence the quotes. */
function variables(host: string, port: number, store: string): NodeJS.ProcessEnv {
  return {
    LIVECHAT_NATS_HOST: JSON.stringify(host),
    LIVECHAT_NATS_PORT: String(port),
    LIVECHAT_NATS_STORE: JSON.stringify(store),
  };
}
