import { expect, test } from 'vitest';
import { charts, lint, render, renderPackage, valuesFiles } from './setup/helm.ts';
import { faultsOf } from './setup/kubernetes-schemas.ts';
import { kubernetesVersions } from './setup/kubernetes-versions.ts';
import { containerOf, podsOf } from './setup/manifest.ts';

const cases = charts.flatMap((chart) => valuesFiles(chart).map((file) => ({ chart, file })));

test('every chart is tried with what a platform may want', () => {
  for (const chart of charts) {
    const wanted = ['by-digest', 'everything-on', 'minimal'];
    const exposed = ['chat', 'moderation'].includes(chart) ? [] : ['gateway-api', 'ingress'];
    expect(valuesFiles(chart).sort()).toEqual([...wanted, ...exposed].sort());
  }
});

test.each(cases)('helm finds no fault in $chart with $file values', async ({ chart, file }) => {
  expect(await lint(chart, file)).toContain('1 chart(s) linted, 0 chart(s) failed');
});

test.each(cases)('what $chart makes of $file values is taken by the last three Kubernetes', async ({ chart, file }) => {
  const manifests = await render(chart, file);
  expect(manifests.length).toBeGreaterThan(0);
  for (const version of kubernetesVersions) {
    expect(manifests.flatMap((manifest) => faultsOf(manifest, version))).toEqual([]);
  }
});

test('a field that Kubernetes does not know would be found', async () => {
  const [first] = await render('chat');
  if (!first) throw new Error('nothing was rendered');
  for (const version of kubernetesVersions) {
    const misspelt = { ...first, spec: { ...first.spec, podSelectors: {} } };
    expect(faultsOf(misspelt, version).join()).toContain('"podSelectors"');
  }
});

test.each(cases)('no name stands twice in $chart with $file values', async ({ chart, file }) => {
  const manifests = await render(chart, file);
  const places = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(places).size).toBe(places.length);
  for (const pod of podsOf(manifests)) {
    const { env = [], volumeMounts } = containerOf(pod);
    for (const names of [env.map(({ name }) => name), volumeMounts.map(({ name }) => name)]) {
      expect(names).toEqual([...new Set(names)]);
    }
  }
});

test.each(charts)('the package of %s has all that it needs, and makes the same', async (chart) => {
  expect(await renderPackage(chart)).toEqual(await render(chart));
});
