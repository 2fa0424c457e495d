import { expect, test } from 'vitest';
import { charts, doors, parts, render, services } from './setup/helm.ts';
import { containerOf, environmentOf, find, podAnnotations, podOf, podsOf } from './setup/manifest.ts';

const isDoor = (chart: string) => (doors as readonly string[]).includes(chart);

test.each(charts)(
  'every pod of %s passes the restricted Pod Security standard, and writes to nothing but /tmp',
  async (chart) => {
    const pods = podsOf(await render(chart, 'everything-on'));
    expect(pods.length).toBeGreaterThan(0);
    for (const pod of pods) {
      const { securityContext, volumes } = podOf(pod);
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(securityContext).toHaveProperty('runAsUser', pod.metadata.name.endsWith('web') ? 65_532 : 1000);
      expect(containerOf(pod).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      const writable = volumes.filter(({ emptyDir }) => emptyDir !== undefined).map(({ name }) => name);
      if (pod.kind === 'Pod') expect(writable).toEqual([]);
      else {
        expect(writable).toEqual(['tmp']);
        expect(containerOf(pod).volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
      }
    }
  },
);

test.each(charts)('no pod of %s gets a token, or the addresses of other Services in its environment', async (chart) => {
  const manifests = await render(chart);
  for (const pod of podsOf(manifests)) {
    expect(podOf(pod)).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  }
  for (const account of manifests.filter(({ kind }) => kind === 'ServiceAccount')) {
    expect(account.automountServiceAccountToken).toBe(false);
  }
});

test.each(parts)('%s has a ServiceAccount of its own, or the one that is named', async (chart) => {
  const manifests = await render(chart);
  const own = find(manifests, 'ServiceAccount').metadata.name;
  expect(podOf(find(manifests, 'Deployment')).serviceAccountName).toBe(own);
  const given = await render(chart, 'minimal', { 'serviceAccount.create': false, 'serviceAccount.name': 'given' });
  expect(podOf(find(given, 'Deployment')).serviceAccountName).toBe('given');
  expect(given.some(({ kind }) => kind === 'ServiceAccount')).toBe(false);
});

test.each(parts)('the probes of %s ask where it answers', async (chart) => {
  const {
    livenessProbe,
    readinessProbe,
    startupProbe,
    ports = [],
  } = containerOf(find(await render(chart), 'Deployment'));
  const port = chart === 'web' ? 'http' : 'internal';
  expect(ports.map(({ name }) => name)).toContain(port);
  expect(livenessProbe).toEqual({
    httpGet: { path: '/livez', port },
    periodSeconds: 4,
    timeoutSeconds: 3,
    failureThreshold: 3,
  });
  expect(readinessProbe?.httpGet).toEqual({ path: '/readyz', port });
  // A dependency that hangs is noticed after a second; the answer must still be read.
  expect(readinessProbe?.timeoutSeconds).toBeGreaterThan(1);
  expect(startupProbe?.httpGet).toEqual({ path: '/livez', port });
});

test.each(services)('%s listens where the chart says that it does', async (chart) => {
  const manifests = await render(chart);
  const deployment = find(manifests, 'Deployment');
  const { PORT, INTERNAL_PORT } = environmentOf(manifests, deployment);
  const ports = Object.fromEntries(
    (containerOf(deployment).ports ?? []).map((port) => [port.name, port.containerPort]),
  );
  expect(INTERNAL_PORT).toBe(String(ports.internal));
  expect(PORT).toBe(isDoor(chart) ? String(ports.http) : undefined);
});

test.each(parts)('%s is given the time that its end takes', async (chart) => {
  const pod = async (set: Record<string, unknown>) => podOf(find(await render(chart, 'minimal', set), 'Deployment'));
  // Its steps take 10 s at most (run-service.ts; grace_period in the Caddyfile).
  const usual = await pod({});
  expect(usual.terminationGracePeriodSeconds).toBe((isDoor(chart) ? 10 : 0) + 15);
  expect(usual.containers[0]).not.toHaveProperty('lifecycle');
  const long = await pod({ drainDelaySeconds: 20, preStopSeconds: 7 });
  expect(long.terminationGracePeriodSeconds).toBe(42);
  expect(long.containers[0]?.lifecycle).toEqual({ preStop: { sleep: { seconds: 7 } } });
  expect(long.containers[0]?.env).toContainEqual({ name: 'DRAIN_DELAY_SECONDS', value: '20' });
});

test.each(parts)('%s asks for processor and memory, and may not take all memory', async (chart) => {
  for (const pod of podsOf(await render(chart))) {
    expect(containerOf(pod).resources).toEqual({
      requests: { cpu: expect.any(String), memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
  }
});

test.each(parts)('%s is spread over zones and machines', async (chart) => {
  const deployment = find(await render(chart), 'Deployment');
  const { topologySpreadConstraints } = podOf(deployment);
  expect(topologySpreadConstraints.map(({ topologyKey }) => topologyKey)).toEqual([
    'topology.kubernetes.io/zone',
    'kubernetes.io/hostname',
  ]);
  for (const { labelSelector } of topologySpreadConstraints)
    expect(deployment.spec).toHaveProperty('selector', labelSelector);
});

test.each(parts)('a changed setting makes new pods of %s, and nothing else does', async (chart) => {
  const name = chart === 'web' ? 'EMBED_ORIGINS' : 'LOG_LEVEL';
  const sum = async (set: Record<string, unknown>) =>
    podAnnotations(find(await render(chart, 'minimal', set), 'Deployment'))['checksum/settings'];
  const usual = await sum({});
  expect(usual).toMatch(/^[0-9a-f]{64}$/);
  expect(await sum({ replicaCount: 5 })).toBe(usual);
  expect(await sum({ [`settings.${name}`]: 'debug' })).not.toBe(usual);
});

test.each(services)(
  'an instance of %s has a name that the service takes, however long that of the release is',
  async (chart) => {
    const manifests = await render(chart, 'minimal', { fullnameOverride: `a.${'b'.repeat(60)}` });
    const { name } = find(manifests, 'Deployment').metadata;
    expect(`${name}-5d8f7c9b4f-abcde`).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/);
    expect(environmentOf(manifests, find(manifests, 'Deployment')).INSTANCE).toBe('metadata.name');
  },
);

test('labels and annotations of the platform are added, and take none of the chart’s away', async () => {
  const set = {
    podLabels: { team: 'support', 'app.kubernetes.io/part-of': 'theirs' },
    podAnnotations: { 'checksum/settings': 'theirs', note: 'x' },
  };
  const deployment = find(await render('chat', 'minimal', set), 'Deployment');
  expect(deployment.spec).toMatchObject({
    template: { metadata: { labels: { team: 'support', 'app.kubernetes.io/part-of': 'livechat' } } },
  });
  expect(podAnnotations(deployment)).toEqual({
    'checksum/settings': expect.stringMatching(/^[0-9a-f]{64}$/),
    note: 'x',
  });
});

test('the container runs what its image is made for', async () => {
  for (const chart of parts) expect(containerOf(find(await render(chart), 'Deployment'))).not.toHaveProperty('command');
});
