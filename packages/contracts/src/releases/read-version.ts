import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../actor.ts';
import { type ContractSnapshot, contractSnapshots } from '../compatibility/contract-snapshot.ts';
import { inboxPrefix, permissionsOf } from '../permissions.ts';
import { readReleases } from './release-files.ts';
import type { Version } from './version.ts';

const root = join(import.meta.dirname, '../../../..');
const kept = {
  contracts: 'packages/contracts/schemas',
  permissions: 'deploy/nats/permissions.json',
  migrations: 'services/chat/src/db/migrations',
};

/** `working-tree`, a kept release (`0.1.0`), or anything that git knows (`v0.1.0`, a branch, a commit). */
export function readVersion(name: string): Version {
  if (name === 'working-tree') return workingTree();
  const release = readReleases().find(({ version }) => version === name);
  return release ? { name, ...contentOf(release) } : fromGit(name);
}

const contentOf = ({ contracts, permissions, migrations }: Omit<Version, 'name'>) => ({
  contracts,
  permissions,
  migrations,
});

function workingTree(): Version {
  const permissions = services.map((service) => [
    service,
    { inboxPrefix: inboxPrefix(service), ...permissionsOf(service) },
  ]);
  return {
    name: 'working-tree',
    contracts: Object.fromEntries(contractSnapshots()),
    permissions: Object.fromEntries(permissions),
    migrations: migrationsIn(readdirSync(join(root, kept.migrations))),
  };
}

/** From the files that every version has, since its code cannot be run here. */
function fromGit(ref: string): Version {
  const list = (folder: string) => git('ls-tree', '--name-only', `${ref}:${folder}`).trim().split('\n');
  const read = (path: string) => JSON.parse(git('show', `${ref}:${path}`));
  const contracts = list(kept.contracts).map((file): ContractSnapshot => read(`${kept.contracts}/${file}`));
  const permissions = read(kept.permissions);
  return {
    name: ref,
    contracts: Object.fromEntries(contracts.map((contract) => [contract.name, contract])),
    permissions: Object.fromEntries(
      services.map((service) => {
        const { inboxPrefix: inbox, publish, subscribe } = permissions[service];
        return [service, { inboxPrefix: inbox, publish, subscribe }];
      }),
    ) as Version['permissions'],
    migrations: migrationsIn(list(kept.migrations)),
  };
}

function migrationsIn(files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch (err) {
    const said = String(Object(err).stderr ?? err).trim();
    throw new Error(`no such version: neither a kept release nor known to git (${said})`, { cause: err });
  }
}
