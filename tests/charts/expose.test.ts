import { expect, test } from 'vitest';
import { doors, parts, render, services } from './setup/helm.ts';
import { environmentOf, find, has, type Manifest } from './setup/manifest.ts';

const paths = {
  gateway: ['/api', '/docs', '/openapi.json', '/asyncapi.json'],
  realtime: ['/socket.io'],
  web: ['/console', '/app'],
};
const selectorOf = (manifests: readonly Manifest[]) => find(manifests, 'Deployment').spec?.selector;

interface IngressSpec {
  ingressClassName?: string;
  tls?: object[];
  rules: { host: string; http: { paths: { path: string; pathType: string; backend: { service: object } }[] } }[];
}
interface RouteSpec {
  rules: { matches: { path: { value: string } }[]; backendRefs: object[] }[];
}

test.each(doors)('an Ingress takes the paths of %s there', async (chart) => {
  const manifests = await render(chart, 'ingress');
  const { name } = find(manifests, 'Service').metadata;
  const { ingressClassName, tls, rules } = find(manifests, 'Ingress').spec as unknown as IngressSpec;
  expect(ingressClassName).toBe('traefik');
  expect(tls).toEqual([{ secretName: 'support-tls', hosts: ['support.example'] }]);
  expect(rules.map(({ host }) => host)).toEqual(['support.example']);
  expect(rules[0]?.http.paths.map(({ path, pathType }) => [path, pathType])).toEqual(
    paths[chart].map((path) => [path, 'Prefix']),
  );
  for (const { backend } of rules[0]?.http.paths ?? [])
    expect(backend.service).toEqual({ name, port: { name: 'http' } });
});

test.each(doors)('an HTTPRoute takes the paths of %s there', async (chart) => {
  const manifests = await render(chart, 'gateway-api');
  const { name } = find(manifests, 'Service').metadata;
  const { spec } = find(manifests, 'HTTPRoute');
  expect(spec).toMatchObject({
    parentRefs: [{ name: 'public', namespace: 'gateways' }],
    hostnames: ['support.example'],
  });
  const { rules } = spec as unknown as RouteSpec;
  expect(rules).toHaveLength(1);
  expect(rules[0]?.matches.map(({ path }) => path.value)).toEqual(paths[chart]);
  expect(rules[0]?.backendRefs).toEqual([{ name, port: 80 }]);
});

test('clients of realtime that poll can be kept at one instance', async () => {
  expect(find(await render('realtime', 'gateway-api'), 'HTTPRoute').spec?.rules).toMatchObject([
    { sessionPersistence: { type: 'Cookie' } },
  ]);
  const { annotations } = find(await render('realtime', 'ingress'), 'Service').metadata;
  expect(annotations).toHaveProperty(['traefik.ingress.kubernetes.io/service.sticky.cookie'], 'true');
});

test('one word for all opens the doors of the umbrella, and those alone', async () => {
  for (const [file, kind] of [
    ['ingress', 'Ingress'],
    ['gateway-api', 'HTTPRoute'],
  ] as const) {
    const manifests = await render('livechat', file);
    const open = manifests.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
    expect(open.sort()).toEqual(['rel-gateway', 'rel-realtime', 'rel-web']);
  }
  const closed = await render('livechat');
  expect(has(closed, 'Ingress') || has(closed, 'HTTPRoute')).toBe(false);
});

test('behind an Ingress or a Gateway one proxy is believed, and otherwise none', async () => {
  const trusted = async (file: string, set = {}) => {
    const manifests = await render('gateway', file, set);
    return environmentOf(manifests, find(manifests, 'Deployment')).TRUST_PROXY;
  };
  expect([await trusted('minimal'), await trusted('ingress'), await trusted('gateway-api')]).toEqual([
    undefined,
    '1',
    '1',
  ]);
  expect(await trusted('ingress', { 'settings.TRUST_PROXY': 2 })).toBe('2');
});

test.each(parts)('the Service of %s finds its pods', async (chart) => {
  const manifests = await render(chart);
  const { spec } = find(manifests, 'Service');
  expect({ matchLabels: spec?.selector }).toEqual(selectorOf(manifests));
  expect(spec?.clusterIP).toBe(chart in paths ? undefined : 'None');
});

test.each(services)('%s is scraped where it is asked for', async (chart) => {
  expect(has(await render(chart), 'ServiceMonitor')).toBe(false);
  const manifests = await render(chart, 'everything-on');
  const { metadata, spec } = find(manifests, 'ServiceMonitor');
  expect(metadata.labels).toMatchObject({ release: 'prometheus' });
  expect(spec).toEqual({
    selector: selectorOf(manifests),
    endpoints: [
      {
        port: 'internal',
        path: '/metrics',
        interval: '15s',
        // By which alerts and dashboard go, whatever the release is called.
        relabelings: [{ targetLabel: 'job', replacement: `livechat-${chart}` }],
      },
    ],
  });
  expect(find(manifests, 'Service').spec?.ports).toContainEqual(expect.objectContaining({ name: 'internal' }));
});
