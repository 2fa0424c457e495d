import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSchedule, type Schedule } from './schedule.ts';

/** Every schedule that is written down in conformance/vectors, by name. */
export function readVectors(): Schedule[] {
  const names = readdirSync(join(import.meta.dirname, 'vectors')).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => readSchedule('vectors', name));
}
