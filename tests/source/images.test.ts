import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { allSignInNames } from '@livechat/contracts/permissions';
import { passwordVariable } from '@livechat/contracts/permissions/permission-files';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ChartName, chartFacts } from '../../deploy/helm/generate/chart-facts.ts';

// What needs no Docker: images, charts and compose.yaml say the same. .ci/images builds and runs them.

interface Container {
  image: string;
  build?: { dockerfile: string; target?: string; args?: Record<string, string> };
  command?: string[];
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  privileged?: boolean;
  security_opt?: string[];
  tmpfs?: string[];
  volumes?: string[];
  ports?: string[];
  environment: Record<string, string | number>;
  networks: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  restart?: string;
  logging?: { options: Record<string, string> };
  mem_limit?: string;
  pids_limit?: number;
  stop_grace_period?: string;
}

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');
const compose: { services: Record<string, Container>; networks: Record<string, { internal?: boolean }> } = parse(
  read('compose.yaml'),
  { merge: true },
);
const containers = Object.entries(compose.services);
const container = (name: string): Container => compose.services[name] ?? expect.fail(`there is no ${name}`);
const services = ['gateway', 'chat', 'moderation', 'realtime'] as const;
const charts: readonly ChartName[] = [...services, 'web'];
const seconds = (period: string | undefined) => Number(/^(\d+)s$/.exec(period ?? '')?.[1]);

describe('an image', () => {
  const dockerfile = read('deploy/services/Dockerfile');
  const migrations = read('deploy/helm/chat/templates/migrations.yaml');

  test('runs as the user that the charts run it as', () => {
    for (const chart of charts) {
      const file = chart === 'web' ? read('deploy/web/Dockerfile') : dockerfile;
      const [user] = [...file.matchAll(/^USER (\S+)$/gm)].map(([, found]) => found).slice(-1);
      const { userId } = chartFacts(chart);
      expect(user).toBe(`${userId}:${userId}`);
      expect(container(chart).user).toBe(user);
    }
  });

  test('gets signals itself: Node is the first process, without a shell before it', () => {
    expect(dockerfile).toMatch(/^ENTRYPOINT \[\]\nCMD \["node", "service\/dist\/main\.js"\]$/m);
    expect(read('deploy/web/Dockerfile')).toMatch(/^ENTRYPOINT \["/m);
  });

  test('has the programs where charts, documents and compose.yaml call them', () => {
    expect(dockerfile).toMatch(/^WORKDIR \/app\nCOPY --from=service \/app \.\/$/m);
    expect(dockerfile).toContain('"/app/services/$' + '{SERVICE}"');
    expect(migrations).toContain('command: [node, services/chat/dist/migrate.js]');
    expect(container('migrations').command).toEqual(['node', 'services/chat/dist/migrate.js']);
    expect(read('docs/operations.md')).toContain('node services/chat/dist/create-account.js');
    for (const program of ['main', 'migrate', 'create-account']) read(`services/chat/src/${program}.ts`);
  });

  test('says which version it is', () => {
    for (const file of [dockerfile, read('deploy/web/Dockerfile')]) {
      expect(file).toMatch(/org\.opencontainers\.image\.version="\$\{VERSION\}"/);
    }
  });

  test('is installed from the manifest of every package that it is compiled from', () => {
    const needed = new Set<string>(services.map((service) => `services/${service}`));
    for (const folder of needed) {
      const { dependencies } = JSON.parse(read(`${folder}/package.json`));
      for (const name of Object.keys(dependencies)) {
        if (name.startsWith('@livechat/')) needed.add(name.replace('@livechat', 'packages'));
      }
    }
    const copied = [...dockerfile.matchAll(/^COPY (\S+)\/package\.json \1\/$/gm)].map(([, folder]) => folder);
    expect(copied.sort()).toEqual([...needed].sort());
  });

  test('is made without secrets and settings of who makes it', () => {
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.git', '.env', '*.env', '.data']));
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'settings.env']));
  });
});

describe('compose.yaml', () => {
  test.each(containers)(
    '%s has no right, writes to nothing but volumes and memory, and ends within its limits',
    (_, one) => {
      expect(one).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect([one.cap_add, one.privileged]).toEqual([undefined, undefined]);
      expect(one.user).toMatch(/^(?!root$|0(:|$))\S+$/);
      expect(one.tmpfs).toContain('/tmp');
      for (const volume of one.volumes ?? []) expect(volume).toMatch(/^[a-z]+:\/|:ro$/);
      expect(one.mem_limit).toMatch(/^\d+[mg]$/);
      expect(one.pids_limit).toBeGreaterThan(0);
      expect(one.logging?.options).toEqual({ 'max-size': '10m', 'max-file': '5' });
    },
  );

  test.each(containers)('%s is started again when it ends, and is asked whether it is well', (name, one) => {
    if (name === 'migrations') expect([one.restart, one.healthcheck]).toEqual(['no', { disable: true }]);
    else expect(one.restart).toBe('unless-stopped');
    // No program is in the container of the apps' files; the door's check goes through to it.
    if (name === 'web') expect(read('deploy/one-server/Caddyfile')).toContain('reverse_proxy web:8080');
    else if (name !== 'migrations') expect(one.healthcheck?.test?.[0]).toMatch(/^CMD/);
  });

  test('nothing but the door is reached from outside', () => {
    expect(containers.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['door']);
    for (const name of ['nats', 'postgres', 'redis']) expect(compose.networks[name]).toEqual({ internal: true });
  });

  test.each(charts)('%s reaches what its chart lets it reach, and nothing else', (chart) => {
    const { uses, port } = chartFacts(chart);
    expect([...container(chart).networks].sort()).toEqual([...uses, ...(port === undefined ? [] : ['door'])].sort());
  });

  test.each(charts)('%s is told settings that it reads, and all that it needs', (chart) => {
    const { settings, ofChart, required } = chartFacts(chart);
    const given = Object.keys(container(chart).environment);
    expect([...settings, ...ofChart]).toEqual(expect.arrayContaining(given));
    for (const ways of required) expect(ways.some((name) => given.includes(name))).toBe(true);
  });

  test.each(charts)('%s has the time for its orderly end', (chart) => {
    const { environment, stop_grace_period } = container(chart);
    const drain = Number(environment.DRAIN_DELAY_SECONDS ?? 0);
    expect(seconds(stop_grace_period)).toBeGreaterThanOrEqual(drain + chartFacts(chart).endSeconds + 5);
  });

  test.each(services)('%s is the user on NATS whose permissions the contracts give it', (service) => {
    const { NATS_USER, NATS_PASSWORD } = container(service).environment;
    expect(NATS_USER).toBe(service);
    expect(container('nats').environment[passwordVariable(service)]).toBe(`"${NATS_PASSWORD}"`);
  });

  test('NATS is told the password of every user in its permissions', () => {
    const { environment } = container('nats');
    const variables = [...read('deploy/nats/permissions.conf').matchAll(/\$(LIVECHAT_\w+)/g)].map(([, name]) => name);
    expect(variables.sort()).toEqual(allSignInNames.map(passwordVariable).sort());
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(variables));
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(['LIVECHAT_NATS_HOST', 'LIVECHAT_NATS_STORE']));
  });

  test('it does not start with a secret that is empty, and .env.example has every one', () => {
    const asked = [...read('compose.yaml').matchAll(/\$\{([A-Z_]+)(:\?)?/g)];
    const needed = new Set(asked.filter(([, , must]) => must).map(([, name]) => name));
    for (const [, name = '', must] of asked)
      if (/PASSWORD|SECRET/.test(name)) expect([name, must]).toEqual([name, ':?']);
    const listed = [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)];
    expect(new Set(listed.map(([, name]) => name))).toEqual(needed);
    for (const [, name = '', value] of listed) expect([name, value === '']).toEqual([name, name !== 'LIVECHAT_SITE']);
  });

  test('chat starts after the tables are brought up to date', () => {
    const { depends_on } = container('chat');
    expect(depends_on?.migrations).toEqual({ condition: 'service_completed_successfully' });
    expect(container('migrations').image).toBe(container('chat').image);
  });

  test('the door leads where the charts lead, and one proxy is believed', () => {
    const caddyfile = read('deploy/one-server/Caddyfile');
    for (const chart of ['gateway', 'realtime', 'web'] as const) {
      const { ingress } = parse(read(`deploy/helm/${chart}/values.yaml`));
      const [, line = ''] = new RegExp(`@${chart} path (.*)`).exec(caddyfile) ?? [];
      for (const path of ingress.paths)
        expect(line.split(' '), chart).toEqual(expect.arrayContaining([expect.stringMatching(`^${path}(/\\*)?$`)]));
      expect(caddyfile).toContain(`instances ${chart} ${chartFacts(chart).port}`);
    }
    for (const door of ['gateway', 'realtime'])
      expect(container(door).environment.TRUST_PROXY).toBe('$' + '{TRUST_PROXY:-1}');
  });
});
