import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { chartsFolder, parts, render } from './setup/helm.ts';
import { find, has } from './setup/manifest.ts';

test.each(parts)('of %s one instance at a time may be taken away, and an update takes none', async (chart) => {
  const manifests = await render(chart);
  const { spec: deployment } = find(manifests, 'Deployment');
  expect(find(manifests, 'PodDisruptionBudget').spec).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: deployment?.selector,
  });
  expect(deployment).toMatchObject({
    replicas: 2,
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  });
  expect(has(await render(chart, 'minimal', { 'podDisruptionBudget.enabled': false }), 'PodDisruptionBudget')).toBe(
    false,
  );
});

test.each(parts)('%s grows by its use of processors, and then nothing else says how many there are', async (chart) => {
  expect(has(await render(chart), 'HorizontalPodAutoscaler')).toBe(false);
  const manifests = await render(chart, 'everything-on');
  const deployment = find(manifests, 'Deployment');
  expect(deployment.spec).not.toHaveProperty('replicas');
  expect(find(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({
    scaleTargetRef: { kind: 'Deployment', name: deployment.metadata.name },
    minReplicas: 3,
    maxReplicas: 12,
    metrics: expect.arrayContaining([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
    ]),
  });
});

test('realtime grows by its open sockets too, by the name under which it counts them', async () => {
  const { spec } = find(await render('realtime', 'everything-on'), 'HorizontalPodAutoscaler');
  expect(spec?.metrics).toContainEqual({
    type: 'Pods',
    pods: { metric: { name: 'livechat_sockets_open' }, target: { type: 'AverageValue', averageValue: '5000' } },
  });
  const counted = resolve(chartsFolder, '../../services/realtime/src/observe-sockets.ts');
  expect(readFileSync(counted, 'utf8')).toContain("metrics.gauge('sockets_open'");
  const { spec: usual } = find(
    await render('realtime', 'minimal', { 'autoscaling.enabled': true }),
    'HorizontalPodAutoscaler',
  );
  expect(usual?.metrics).toHaveLength(1);
});
