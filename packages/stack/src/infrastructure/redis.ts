import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithParent } from '../process/end-with-parent.ts';
import { freePort } from '../process/free-ports.ts';
import { runProcess } from '../process/run-process.ts';
import { redisAnswers } from './answers.ts';
import { chooseLaunch } from './choose-launch.ts';
import { expectListener } from './given-address.ts';
import { givenPart, type Part, type PartContext } from './part.ts';
import { plainEnvironment } from './plain-environment.ts';
import { supervisePart } from './supervise-part.ts';

const image = 'valkey/valkey:8-alpine';
const advice = 'Redis is not to be had here: install redis-server, start Docker, or give its address in REDIS_URL.';

export async function startRedis(context: PartContext): Promise<Part> {
  const given = context.settings.REDIS_URL;
  if (given !== undefined) {
    await expectListener('REDIS_URL', given, 6379, context.signal);
    return givenPart(given);
  }
  const port = await freePort();
  const password = context.secrets.redisPassword;
  const log = context.openLog('redis');
  const folder = join(context.dataDir, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'redis.conf');
  writeFileSync(file, configuration('127.0.0.1', port, password), { mode: 0o600 });
  const launch = await chooseLaunch(context, {
    programNames: ['redis-server', 'valkey-server'],
    launchProgram: (program, libraries) => {
      const environment = { ...plainEnvironment(context.settings), ...libraries };
      const command = { program, args: [file], environment, cwd: folder };
      return () => runProcess(endWithParent(command, 'SIGTERM'), log);
    },
    container: {
      name: 'redis',
      image,
      // The password stays out of the command line, which everybody on the machine can read.
      command: ['sh', '-c', 'printf %s "$CONFIGURATION" > /tmp/redis.conf; exec valkey-server /tmp/redis.conf'],
      environment: { CONFIGURATION: configuration('0.0.0.0', 6379, password) },
      port: { inside: 6379, outside: port },
      user: 'nobody',
      log,
    },
    debian: {
      packages: ['redis-server', 'redis-tools'],
      libraries: ['libatomic1', 'libjemalloc2', 'liblzf1', 'libssl3', 'libssl3t64'],
    },
    advice,
  });
  const supervised = await supervisePart(context, {
    name: 'redis',
    launch,
    log,
    answers: () => redisAnswers('127.0.0.1', port, password),
    readyTimeoutMs: 30_000,
    stopSignals: [{ signal: 'SIGTERM', waitMs: 5000 }],
  });
  return { url: `redis://:${password}@127.0.0.1:${port}`, ...supervised };
}

/** Nothing is written to disk: it holds rate limits and presence only. A full memory lets the oldest of them go. */
function configuration(host: string, port: number, password: string): string {
  return [
    `bind ${host}`,
    `port ${port}`,
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    'maxmemory 256mb',
    'maxmemory-policy volatile-ttl',
    '',
  ].join('\n');
}
