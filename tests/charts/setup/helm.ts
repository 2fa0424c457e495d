import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest.ts';

export const chartsFolder = resolve(import.meta.dirname, '../../../deploy/helm');
export const services = ['gateway', 'chat', 'moderation', 'realtime'] as const;
export const doors = ['gateway', 'realtime', 'web'] as const;
export const parts = [...services, 'web'] as const;
export const charts = [...parts, 'livechat'] as const;
export type Chart = (typeof charts)[number];

/** The values files of a chart for which it is tried, by their names without `-values.yaml`. */
export function valuesFiles(chart: Chart): string[] {
  return readdirSync(resolve(chartsFolder, chart, 'ci')).map((name) => name.replace('-values.yaml', ''));
}

const rendered = new Map<string, Promise<Manifest[]>>();

/** What the chart makes of a values file and of further values, in `--set-json`'s notation, as release `rel`. */
export function render(chart: Chart, file = 'minimal', set: Record<string, unknown> = {}): Promise<Manifest[]> {
  const key = JSON.stringify([chart, file, set]);
  const manifests = rendered.get(key) ?? template(chart, file, set);
  rendered.set(key, manifests);
  return manifests;
}

async function template(chart: Chart, file: string, set: Record<string, unknown>): Promise<Manifest[]> {
  return parseManifests(await helm('template', 'rel', ...given(chart, file, set)));
}

function parseManifests(text: string): Manifest[] {
  const documents = parseAllDocuments(text);
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  return documents.map((document): Manifest => document.toJS()).filter((manifest) => manifest !== null);
}

/** The same from the package that `helm package` makes of a chart. */
export async function renderPackage(chart: Chart): Promise<Manifest[]> {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-chart-'));
  try {
    await helm('package', resolve(chartsFolder, chart), '--destination', folder);
    const packages = readdirSync(folder);
    expect(packages).toEqual([`${chart}-0.1.0.tgz`]);
    return parseManifests(await helm('template', 'rel', join(folder, packages[0] ?? '')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function lint(chart: Chart, file: string): Promise<string> {
  return helm('lint', '--strict', ...given(chart, file, {}));
}

function given(chart: Chart, file: string, set: Record<string, unknown>): string[] {
  const folder = resolve(chartsFolder, chart);
  const sets = Object.entries(set).flatMap(([name, value]) => ['--set-json', `${name}=${JSON.stringify(value)}`]);
  return [folder, '--values', resolve(folder, 'ci', `${file}-values.yaml`), ...sets];
}

async function helm(...parameters: string[]): Promise<string> {
  // Nothing of the person's own: no repositories, no cluster.
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', KUBECONFIG: '/nonexistent' };
  const { stdout } = await promisify(execFile)(inject('helm'), parameters, { env, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}
