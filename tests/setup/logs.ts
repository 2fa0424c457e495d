import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

export type LogLine = Record<string, unknown>;

/** All that the services of the running system have said so far, as it is in their files. */
export function logText(): string {
  const folder = join(inject('system').dataDir, 'logs');
  const files = readdirSync(folder).filter((name) => /^(gateway|chat|moderation|realtime)-/.test(name));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

/** Every line that is whole; the last one may still be written. */
export function logLines(): LogLine[] {
  const lines = logText().split('\n');
  return lines.filter((line) => line.startsWith('{') && line.endsWith('}')).map((line) => JSON.parse(line));
}

/** The lines about one request, by service. */
export function linesAbout(requestId: string): Record<string, LogLine[]> {
  const lines = logLines().filter((line) => line.requestId === requestId);
  return Object.groupBy(lines, ({ service }) => String(service)) as Record<string, LogLine[]>;
}
