import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Finds what services logged as fatal: errors that nobody caught. Each line is given once. */
export function watchUncaughtErrors(logFolder: string): () => string[] {
  const seen = new Set<string>();
  return () => {
    const found: string[] = [];
    for (const name of readdirSync(logFolder)) {
      for (const line of readFileSync(join(logFolder, name), 'utf8').split('\n')) {
        if (!line.includes('"level":"fatal"') || seen.has(line)) continue;
        seen.add(line);
        found.push(`${name}: ${line.slice(0, 300)}`);
      }
    }
    return found;
  };
}
