import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { signsTokens, usesPostgres, usesRedis } from '@livechat/stack/services/setting-names';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { chartFacts } from '../../deploy/helm/generate/chart-facts.ts';
import { chartFiles } from '../../deploy/helm/generate/chart-files.ts';
import { chartsFolder, parts, services } from './setup/helm.ts';

const read = (...path: string[]) => readFileSync(resolve(chartsFolder, ...path), 'utf8');

test('what the charts know of the services is what the services say', () => {
  for (const { path, content } of chartFiles()) {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    expect(kept, `${path}: run \`npm run charts\` and commit what it writes`).toEqual(
      JSON.parse(JSON.stringify(content)),
    );
  }
});

test('a service uses what it is given where the whole system is started', () => {
  for (const service of services) {
    const { uses, required } = chartFacts(service);
    expect(uses.includes('redis')).toBe(usesRedis[service]);
    expect(uses.includes('postgres')).toBe(usesPostgres[service]);
    expect(required.flat().includes('AUTH_JWT_SECRET')).toBe(signsTokens[service]);
  }
});

test('every chart has the defaults of the others, but for what makes it another one', () => {
  const own = [
    'image',
    'resources',
    'drainDelaySeconds',
    'ingress',
    'httpRoute',
    'networkPolicy',
    'autoscaling',
    'migrations',
  ];
  const [first, ...others] = parts.map((chart): Record<string, unknown> => parse(read(chart, 'values.yaml')));
  for (const values of others) {
    for (const [name, value] of Object.entries(values)) {
      if (!own.includes(name) && first && name in first) expect(value, name).toEqual(first[name]);
    }
  }
});

test.each([...parts, 'livechat'])('the README of %s names every value, and its schema has every one', (chart) => {
  const values: Record<string, unknown> = parse(read(chart, 'values.yaml'));
  const { properties }: { properties: Record<string, unknown> } = JSON.parse(read(chart, 'values.schema.json'));
  const readme = read(chart, 'README.md');
  for (const name of Object.keys(values)) {
    expect(readme, name).toMatch(new RegExp(`\`(global\\.livechat\\.)?${name}[\`.]`));
    expect(properties).toHaveProperty(name);
  }
});
