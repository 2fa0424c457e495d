import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { allSignInNames, type SignInName } from '@livechat/contracts/permissions';
import { passwordVariable } from '@livechat/contracts/permissions/permission-files';
import type { Secrets } from '../load-secrets.ts';
import { endWithParent } from '../process/end-with-parent.ts';
import { freePort } from '../process/free-ports.ts';
import { runProcess } from '../process/run-process.ts';
import type { ServiceName } from '../service-names.ts';
import { natsAnswers } from './answers.ts';
import { chooseLaunch } from './choose-launch.ts';
import { expectListener } from './given-address.ts';
import { givenPart, type Part, type PartContext } from './part.ts';
import { plainEnvironment } from './plain-environment.ts';
import { supervisePart } from './supervise-part.ts';
import { volumeName } from './volume-name.ts';

const configuration = 'one-machine.conf';
const image = 'nats:2.15-alpine';
const advice = 'NATS is not to be had here: install nats-server, start Docker, or give its address in NATS_URL.';

/** Its address is that of the operator, for people and tests. */
export interface Nats extends Part {
  /** The address without the operator's password. */
  serviceUrl: string;
  /** The settings with which a service signs in as itself. */
  credentialsOf(service: ServiceName): NodeJS.ProcessEnv;
}

export async function startNats(context: PartContext): Promise<Nats> {
  const given = context.settings.NATS_URL;
  if (given !== undefined) {
    await expectListener('NATS_URL', given, 4222, context.signal);
    // Whose users are the operator's business: the credentials, if there are any, are handed on.
    const { NATS_USER, NATS_PASSWORD } = context.settings;
    return { ...givenPart(given), serviceUrl: given, credentialsOf: () => ({ NATS_USER, NATS_PASSWORD }) };
  }
  const port = await freePort();
  const { natsPasswords } = context.secrets;
  const log = context.openLog('nats');
  const folder = context.natsFolder ?? join(context.repositoryRoot, 'deploy/nats');
  const store = join(context.dataDir, 'nats');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const launch = await chooseLaunch(context, {
    programNames: ['nats-server'],
    launchProgram: (program, libraries) => {
      const environment = {
        ...plainEnvironment(context.settings),
        ...libraries,
        ...variables('127.0.0.1', port, store, natsPasswords),
      };
      const command = { program, args: ['-c', join(folder, configuration)], environment, cwd: store };
      return () => runProcess(endWithParent(command, 'SIGTERM'), log);
    },
    container: {
      name: 'nats',
      image,
      command: ['nats-server', '-c', `/etc/livechat/${configuration}`],
      environment: variables('0.0.0.0', 4222, '/data', natsPasswords),
      port: { inside: 4222, outside: port },
      binds: [`${folder}:/etc/livechat:ro`],
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
    answers: () => natsAnswers('127.0.0.1', port, 'operator', natsPasswords.operator),
    readyTimeoutMs: 30_000,
    stopSignals: [{ signal: 'SIGTERM', waitMs: 10_000 }],
  });
  return {
    url: `nats://operator:${natsPasswords.operator}@127.0.0.1:${port}`,
    serviceUrl: `nats://127.0.0.1:${port}`,
    credentialsOf: (service) => ({ NATS_USER: service, NATS_PASSWORD: natsPasswords[service] }),
    ...supervised,
  };
}

/** The configuration names these variables; NATS reads their values in its own syntax, hence the quotes. */
function variables(host: string, port: number, store: string, passwords: Secrets['natsPasswords']): NodeJS.ProcessEnv {
  const ofName = (name: SignInName) => [passwordVariable(name), JSON.stringify(passwords[name])];
  return {
    LIVECHAT_NATS_HOST: JSON.stringify(host),
    LIVECHAT_NATS_PORT: String(port),
    LIVECHAT_NATS_STORE: JSON.stringify(store),
    ...Object.fromEntries(allSignInNames.map(ofName)),
  };
}
