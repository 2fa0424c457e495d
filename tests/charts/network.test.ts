import { expect, test } from 'vitest';
import { doors, parts, render, services } from './setup/helm.ts';
import { egressOf, egressPorts, find, has, ingressOf } from './setup/manifest.ts';

const [dns, nats, redis, postgres] = [['53/UDP', '53'], '4222', '6379', '5432'];

test.each([
  ['gateway', [...dns, nats, redis]],
  ['chat', [...dns, nats, postgres]],
  ['moderation', [...dns, nats, redis]],
  ['realtime', [...dns, nats, redis]],
  ['web', []],
] as const)('%s reaches what it uses, and no more', async (chart, ports) => {
  const policy = find(await render(chart), 'NetworkPolicy', `rel-${chart}`);
  expect(policy.spec?.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(egressPorts(policy)).toEqual(ports);
  expect(policy.spec?.podSelector).toEqual(find(await render(chart), 'Deployment').spec?.selector);
});

test.each(parts)('to %s comes who may', async (chart) => {
  const policy = find(await render(chart), 'NetworkPolicy', `rel-${chart}`);
  const isDoor = (doors as readonly string[]).includes(chart);
  expect(ingressOf(policy)).toEqual(isDoor ? [{ ports: [{ port: 'http', protocol: 'TCP' }] }] : []);
});

test('with peers named, only they and the test of the installation come to a door', async () => {
  for (const chart of doors) {
    const policy = find(await render(chart, 'everything-on'), 'NetworkPolicy');
    const http = ingressOf(policy).find(({ ports }) => ports?.[0]?.port === 'http');
    expect(http?.from).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } },
      {
        podSelector: {
          matchLabels: { 'app.kubernetes.io/instance': 'rel', 'app.kubernetes.io/component': 'test' },
        },
      },
    ]);
  }
});

test.each(services)(
  'the metrics of %s are read by who is named, or by the cluster if it is asked to be scraped',
  async (chart) => {
    const metrics = async (file: string, set = {}) =>
      ingressOf(
        find(await render(chart, file, set), 'NetworkPolicy', file === 'minimal' ? `rel-${chart}` : `support-${chart}`),
      ).filter(({ ports }) => ports?.[0]?.port === 'internal');
    expect(await metrics('minimal')).toEqual([]);
    expect(await metrics('minimal', { 'serviceMonitor.enabled': true })).toMatchObject([
      { from: [{ namespaceSelector: {} }] },
    ]);
    const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
    expect(await metrics('everything-on')).toMatchObject([{ from: [monitoring] }]);
  },
);

test('ports and peers follow the settings', async () => {
  const policy = find(await render('gateway', 'everything-on'), 'NetworkPolicy');
  expect(egressPorts(policy)).toEqual([...dns, '4222', '4223', '6380', '4318', '8443']);
  const to = (port: number) => egressOf(policy).find(({ ports }) => ports?.some((each) => each.port === port))?.to;
  expect(to(4222)).toEqual([{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'nats' } } }]);
  expect(to(6380)).toEqual([{ ipBlock: { cidr: '10.20.0.0/16' } }]);
  expect(to(53)).toEqual([{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }]);

  const keys = await render('realtime', 'minimal', { 'settings.AUTH_JWKS_URL': 'https://identity.example/keys' });
  expect(egressPorts(find(keys, 'NetworkPolicy'))).toContain('443');
  const plain = await render('realtime', 'minimal', { 'settings.NATS_URL': 'user:secret@nats.bus' });
  expect(egressPorts(find(plain, 'NetworkPolicy'))).toEqual([...dns, nats, redis]);
});

test('there is none where the platform has its own', async () => {
  for (const chart of parts) {
    expect(has(await render(chart, 'minimal', { 'networkPolicy.enabled': false }), 'NetworkPolicy')).toBe(false);
  }
});
