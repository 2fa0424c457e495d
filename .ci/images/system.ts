import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { freePort } from '@livechat/stack/process/free-ports';
import pg from 'pg';
import type { Engine } from './engine.ts';
import { run } from './run.ts';

const repository = resolve(import.meta.dirname, '../..');
const project = 'livechat-images';
/** Outside of what Docker gives to networks by itself. Postgres has an address that stays, for who looks into it. */
const subnet = '10.87.65.0/24';
const postgresAddress = '10.87.65.5';

/** What `docker inspect` says of a container, as far as it is asked here. */
export interface Container {
  Id: string;
  Name: string;
  RestartCount: number;
  State: { Pid: number; Running: boolean; ExitCode: number; Health?: { Status: string } };
  Config: { Image: string; Labels: Record<string, string> };
  HostConfig: { ReadonlyRootfs: boolean; PortBindings: Record<string, { HostIp: string }[]> | null };
}

/** The system of compose.yaml, as it is told to run here. */
export interface System {
  /** The door, without TLS and with. */
  url: string;
  tlsPort: number;
  jwtSecret: string;
  databaseUrl: string;
  compose(args: readonly string[], version?: string): Promise<string>;
  /** Those that run, or, with `all`, those that have ended too. */
  containers(all?: boolean): Promise<Container[]>;
}

export const serviceOf = ({ Config }: Container): string => Config.Labels['com.docker.compose.service'] ?? '';

export async function prepareSystem(engine: Engine, compose: string, folder: string, version: string): Promise<System> {
  const secrets = fillSecrets(join(folder, 'compose.env'));
  const [httpPort, tlsPort] = [await freePort(), await freePort()];
  const override = join(folder, 'override.json');
  writeFileSync(override, JSON.stringify(overrides()));
  const files = ['--file', join(repository, 'compose.yaml'), '--file', override];
  const given = ['--project-name', project, '--project-directory', repository, ...files];
  const environment = {
    DOCKER_HOST: engine.address,
    LIVECHAT_SITE: 'https://localhost, http://127.0.0.1',
    LIVECHAT_LISTEN: '127.0.0.1',
    LIVECHAT_HTTP_PORT: String(httpPort),
    LIVECHAT_HTTPS_PORT: String(tlsPort),
  };
  const { AUTH_JWT_SECRET: jwtSecret = '', POSTGRES_PASSWORD: password } = secrets;
  return {
    url: `http://127.0.0.1:${httpPort}`,
    tlsPort,
    jwtSecret,
    databaseUrl: `postgres://livechat:${password}@${postgresAddress}:5432/livechat`,
    compose: (args, given_ = version) =>
      run(compose, [...given, '--env-file', join(folder, 'compose.env'), ...args], {
        environment: { ...environment, LIVECHAT_VERSION: given_ },
      }),
    async containers(all = false) {
      const filter = ['--filter', `label=com.docker.compose.project=${project}`];
      const ids = (await engine.docker(['ps', '--quiet', ...(all ? ['--all'] : []), ...filter])).split('\n');
      const known = ids.filter((id) => id !== '');
      return known.length === 0 ? [] : JSON.parse(await engine.docker(['inspect', ...known]));
    },
  };
}

/** .env.example, as docs/operations.md says to fill it in. */
function fillSecrets(file: string): Record<string, string> {
  const lines = readFileSync(join(repository, '.env.example'), 'utf8')
    .split('\n')
    .map((line) => (line.endsWith('=') ? line + randomBytes(32).toString('hex') : line));
  writeFileSync(file, lines.join('\n'), { mode: 0o600 });
  return Object.fromEntries(lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=')));
}

/** Many people behind one address, nobody who waits for a health check, and an address by which Postgres is found. */
function overrides(): object {
  const wide = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '100000/60s']));
  const quick = { healthcheck: { interval: '2s' } };
  return {
    services: {
      gateway: { ...quick, environment: wide },
      realtime: { ...quick, environment: wide },
      ...Object.fromEntries(['door', 'chat', 'moderation', 'nats', 'redis'].map((name) => [name, quick])),
      // The signal is that of the image that is stood in for.
      postgres: { ...quick, stop_signal: 'SIGINT', networks: { postgres: { ipv4_address: postgresAddress } } },
    },
    networks: { postgres: { ipam: { config: [{ subnet }] } } },
  };
}

/** Looks at the processes themselves: that all rights are gone, and that nobody but the door is reached from outside. */
export async function checkConfinement(system: System): Promise<number> {
  const containers = await system.containers();
  for (const container of containers) {
    const status = readFileSync(`/proc/${container.State.Pid}/status`, 'utf8');
    const line = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
    const published = Object.keys(container.HostConfig.PortBindings ?? {}).length > 0;
    const isConfined =
      container.HostConfig.ReadonlyRootfs &&
      line('Uid') !== '0' &&
      line('Gid') !== '0' &&
      line('NoNewPrivs') === '1' &&
      ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].every((set) => line(set) === '0'.repeat(16)) &&
      published === (serviceOf(container) === 'door');
    if (!isConfined) throw new Error(`${container.Name} may do more than it should:\n${status}`);
  }
  return containers.length;
}

/** What chat may do in Postgres is what it owns. */
export async function checkRole({ databaseUrl }: System): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query(
      'select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as may from pg_roles where rolname = current_user',
    );
    if (rows[0]?.may !== false) throw new Error('the role of chat may do more than it should');
  } finally {
    await client.end();
  }
}
