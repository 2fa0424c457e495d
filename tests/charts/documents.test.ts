import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Chart, chartsFolder, parts, render } from './setup/helm.ts';
import { faultsOf } from './setup/kubernetes-schemas.ts';
import { kubernetesVersions } from './setup/kubernetes-versions.ts';

/** Each block of YAML in a document that stands for values, and the chart that it is for. */
function examples(document: string, chart: Chart): { chart: Chart; values: Record<string, unknown> }[] {
  const text = readFileSync(resolve(chartsFolder, document), 'utf8');
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => parse(block));
  // Of another program, the adapter of metrics.
  const ours = blocks.filter((values) => !('rules' in values));
  return ours.map((values) => ({ chart: 'global' in values ? 'livechat' : chart, values }));
}

test.each([
  ...examples('../../docs/operations.md', 'gateway'),
  ...parts.flatMap((chart) => examples(`${chart}/README.md`, chart)),
])('what the documents show of $chart is taken', async ({ chart, values }) => {
  expect((await render(chart, 'minimal', values)).length).toBeGreaterThan(0);
});

test('every way to keep clients at their instance is taken', async () => {
  const operations = readFileSync(resolve(chartsFolder, '../../docs/operations.md'), 'utf8');
  const rows = [...operations.matchAll(/^\| [\w ]+ +\| `((?:httpRoute|service|ingress)\.\w+): (\{.*\})`/gm)];
  expect(rows).toHaveLength(4);
  for (const [, name = '', value = ''] of rows) {
    const on = { 'ingress.enabled': true, 'httpRoute.enabled': true, 'httpRoute.parentRefs': [{ name: 'public' }] };
    const manifests = await render('realtime', 'minimal', { ...on, [name]: parse(value) });
    expect(JSON.stringify(manifests), name).toContain(JSON.stringify(parse(value)).slice(1, -1));
  }
});

test.each(kubernetesVersions)('the policy for NATS is one that Kubernetes %s takes', (version) => {
  const policy = parse(readFileSync(resolve(chartsFolder, '../nats/network-policy.yaml'), 'utf8'));
  expect(faultsOf(policy, version)).toEqual([]);
});
