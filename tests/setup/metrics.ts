import type { ServiceName } from '@livechat/stack/service-names';
import { manifest } from './processes.ts';

/** What one process says at this moment, as Prometheus would read it. */
export async function scrape(internalUrl: string): Promise<string> {
  const response = await fetch(`${internalUrl}/metrics`, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${internalUrl}/metrics answers ${response.status}`);
  return response.text();
}

export function internalUrls(service: ServiceName): string[] {
  return manifest().services[service].map(({ url }) => url);
}

/** The sum over these processes of all samples of one name that have these labels; 0 when there is none. */
export async function readMetric(urls: string[], name: string, labels: Record<string, string> = {}): Promise<number> {
  const texts = await Promise.all(urls.map(scrape));
  const samples = texts.flatMap((text) => text.split('\n').filter((line) => hasName(line, name)));
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const fitting = samples.filter((line) => wanted.every((label) => line.includes(label)));
  return fitting.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

const hasName = (line: string, name: string) => line.startsWith(`${name} `) || line.startsWith(`${name}{`);

/** Reads a number now; the function it gives says by how much it has risen since. */
export async function watchMetric(urls: string[], name: string, labels: Record<string, string> = {}) {
  const before = await readMetric(urls, name, labels);
  return async () => (await readMetric(urls, name, labels)) - before;
}
