import { eventName } from '@livechat/bus/observer';
import { events, requests, signals } from '@livechat/contracts/registry';
import { serviceNames } from '@livechat/stack/service-names';
import { beforeAll, expect, test } from 'vitest';
import { openConversation } from './setup/conversations.ts';
import { declaredMetrics } from './setup/declared-metrics.ts';
import { internalUrls, scrape } from './setup/metrics.ts';
import { alerts, writtenDashboard } from './setup/monitoring.ts';
import { newPerson } from './setup/people.ts';
import { type Expression, readExpression } from './setup/promql.ts';

// The dashboard and the alerts in deploy/monitoring ask for what is there: a name that nobody exports is a chart without a
// line, and an alert that never comes.

const declared = declaredMetrics();
/** What running services say: names, and the labels that were seen of each. */
const exported = new Map<string, Set<string>>();

const expressions = [
  ...alerts().map(({ alert, expr }) => [alert, expr] as const),
  ...writtenDashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }, index) => [`${title}, ${index + 1}`, expr] as const),
  ),
];

/** Given by Prometheus itself, and to everything that it scrapes. */
const ofPrometheus = new Map([['up', []]]);
const ofEveryTarget = ['job', 'instance'];

beforeAll(async () => {
  await openConversation(newPerson('user'));
  for (const url of serviceNames.flatMap(internalUrls)) {
    for (const line of (await scrape(url)).split('\n')) {
      const [, described] = line.match(/^# HELP (\w+) /) ?? [];
      const [, name, labels = ''] = line.match(/^(\w+)(?:\{(.*)\})? \S+$/) ?? [];
      for (const found of [described, name]) if (found && !exported.has(found)) exported.set(found, new Set());
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) exported.get(name ?? '')?.add(label);
    }
  }
});

const withoutSuffix = (name: string) => name.replace(/_(bucket|sum|count)$/, '');

function labelsOf(metric: string): string[] {
  if (ofPrometheus.has(metric)) return ofEveryTarget;
  const own = declared.metrics.get(metric) ?? declared.metrics.get(withoutSuffix(metric));
  return [...(own?.labels ?? []), ...(exported.get(metric) ?? []), ...ofEveryTarget];
}

test('each metric in the source is exported by a running service, and with no other labels', () => {
  expect(declared.metrics.size).toBeGreaterThan(30);
  expect([...declared.metrics.keys()].filter((name) => !exported.has(name))).toEqual([]);
  for (const [name, labels] of exported) {
    if (!name.startsWith('livechat_')) continue;
    const own = declared.metrics.get(name) ?? declared.metrics.get(withoutSuffix(name));
    expect(own, name).toBeDefined();
    for (const label of labels) expect([...(own?.labels ?? []), 'le'], name).toContain(label);
  }
});

test.each(expressions)('%s asks for metrics and labels that are there', (_where, text) => {
  const { selectors, groupedBy }: Expression = readExpression(text);
  expect(selectors.length).toBeGreaterThan(0);
  for (const { metric, matchers } of selectors) {
    if (!ofPrometheus.has(metric)) {
      const isHistogram = declared.metrics.get(withoutSuffix(metric))?.kind === 'histogram';
      expect([...exported.keys(), ...(isHistogram ? [metric] : [])]).toContain(metric);
    }
    // The bare name of a histogram has no samples.
    expect(declared.metrics.get(metric)?.kind).not.toBe('histogram');
    for (const { label } of matchers) expect(labelsOf(metric), metric).toContain(label);
  }
  const known = [...selectors.flatMap(({ metric }) => labelsOf(metric)), 'le'];
  for (const label of groupedBy) expect(known).toContain(label);
});

test('each value that an expression asks for is one that the code can give', () => {
  const names = [...Object.values(requests), ...Object.values(events), ...Object.values(signals)];
  const possible = new Set([
    ...declared.texts,
    ...names.flatMap(({ name, subject }) => [name, eventName(subject)]),
    'aborted',
  ]);
  const asked = expressions.flatMap(([, text]) => readExpression(text).selectors.flatMap(({ matchers }) => matchers));
  expect(asked.length).toBeGreaterThan(10);
  const values = asked
    .filter(({ label }) => !ofEveryTarget.includes(label))
    .flatMap(({ value, operator }) => (operator.endsWith('~') ? value.split('|') : [value]))
    // HTTP statuses are numbers, of which the source knows each by another name.
    .filter((value) => value !== '5..');
  expect(values.filter((value) => !possible.has(value))).toEqual([]);
});

test('everything that the services count can be seen on the dashboard', () => {
  const shown = new Set(
    writtenDashboard().panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => readExpression(expr).selectors.map(({ metric }) => withoutSuffix(metric))),
    ),
  );
  expect([...declared.metrics.keys()].filter((name) => !shown.has(withoutSuffix(name)))).toEqual([]);
});

test('each label in a legend or a text of an alert is one that the result has', () => {
  const legends = writtenDashboard().panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr, legendFormat }) => [expr, legendFormat.matchAll(/\{\{(\w+)\}\}/g)] as const),
  );
  const texts = alerts().map(
    ({ expr, annotations }) => [expr, JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)] as const,
  );
  for (const [expr, used] of [...legends, ...texts]) {
    const { selectors, groupedBy } = readExpression(expr);
    const aggregates = /\b(sum|max|min|count|avg)\b *(by|\()/.test(expr);
    const left = aggregates ? groupedBy : selectors.flatMap(({ metric }) => labelsOf(metric));
    for (const [, label] of used) expect(left, expr).toContain(label);
  }
});
