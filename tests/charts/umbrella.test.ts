import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { chartsFolder, render } from './setup/helm.ts';
import { containerOf, egressOf, egressPorts, environmentOf, find, has, podOf } from './setup/manifest.ts';

const migrations = (manifests: Parameters<typeof find>[0]) => find(manifests, 'Job', 'rel-chat-migrations');

test('what the migrations run is there', () => {
  expect(existsSync(resolve(chartsFolder, '../../services/chat/src/migrate.ts'))).toBe(true);
});

test('the tables are brought up to date before the new version of chat starts', async () => {
  for (const chart of ['chat', 'livechat'] as const) {
    const job = migrations(await render(chart));
    expect(job.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(containerOf(job).command).toEqual(['node', 'services/chat/dist/migrate.js']);
    expect(containerOf(job).env).toEqual([
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'livechat-postgres', key: 'uri' } } },
    ]);
    expect(podOf(job).serviceAccountName).toBeUndefined();
  }
  const manifests = await render('chat', 'by-digest');
  expect(containerOf(migrations(manifests)).image).toBe(containerOf(find(manifests, 'Deployment')).image);
  expect(has(await render('chat', 'minimal', { 'migrations.enabled': false }), 'Job')).toBe(false);
});

test('the migrations reach Postgres and nothing else, from before they run', async () => {
  const policy = find(await render('chat'), 'NetworkPolicy', 'rel-chat-migrations');
  expect(egressPorts(policy)).toEqual(['53/UDP', '53', '5432']);
  const { annotations = {} } = policy.metadata;
  expect(Number(annotations['helm.sh/hook-weight'])).toBeLessThan(0);
  const job = migrations(await render('chat')).spec as { template: { metadata: { labels: object } } };
  expect(policy.spec?.podSelector).toEqual({ matchLabels: job.template.metadata.labels });
});

test('a database comes from its operator, if it is asked for, and chat finds it', async () => {
  expect(has(await render('livechat'), 'Cluster')).toBe(false);
  const manifests = await render('livechat', 'everything-on');
  const cluster = find(manifests, 'Cluster');
  expect(cluster).toMatchObject({
    metadata: { name: 'livechat-postgres', annotations: { 'helm.sh/resource-policy': 'keep' } },
    spec: { instances: 3, storage: { size: '50Gi', storageClass: 'fast' }, primaryUpdateStrategy: 'unsupervised' },
  });
  const chat = find(manifests, 'Deployment', 'rel-chat');
  expect(environmentOf(manifests, chat).DATABASE_URL).toBe('secret livechat-postgres-app/uri');
  const policy = find(manifests, 'NetworkPolicy', 'rel-chat');
  const postgres = egressOf(policy).find(({ ports }) => ports?.[0]?.port === 5432);
  expect(postgres?.to).toEqual([{ podSelector: { matchLabels: { 'cnpg.io/cluster': 'livechat-postgres' } } }]);
  // Before the first installation there is no such cluster.
  expect(migrations(manifests).metadata.annotations).toMatchObject({ 'helm.sh/hook': 'post-install,pre-upgrade' });
});

test('the test of the installation asks the doors, by an account from a Secret', async () => {
  const manifests = await render('livechat');
  const pod = find(manifests, 'Pod', 'rel-livechat-test');
  expect(pod.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
  expect(containerOf(pod).image).toBe(containerOf(find(manifests, 'Deployment', 'rel-gateway')).image);
  const environment = environmentOf(manifests, pod);
  expect(environment).toEqual({
    GATEWAY_URL: 'http://rel-gateway:80',
    REALTIME_URL: 'http://rel-realtime:80',
    CUSTOMER_USERNAME: 'secret livechat-test/username',
    CUSTOMER_PASSWORD: 'secret livechat-test/password',
    CUSTOMER_TOKEN: 'secret livechat-test/token',
  });
  for (const door of ['rel-gateway', 'rel-realtime']) find(manifests, 'Service', door);
  const policy = find(manifests, 'NetworkPolicy', 'rel-livechat-test');
  expect(egressPorts(policy)).toEqual(['53/UDP', '53', 'http', 'http']);
  expect(
    egressOf(policy)
      .slice(1)
      .map(({ to }) => to),
  ).toMatchObject(
    ['gateway', 'realtime'].map((door) => [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': door } } }]),
  );
  const script = find(manifests, 'ConfigMap', 'rel-livechat-test').data?.['send-a-message.mjs'];
  expect(script).toContain('process.env');
  expect(has(await render('livechat', 'minimal', { 'test.enabled': false }), 'Pod')).toBe(false);
});
