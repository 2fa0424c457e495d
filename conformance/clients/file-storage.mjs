import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with one file for each key. What `set` was called with is there at once, whatever happens to the process. */
export function fileStorage(folder) {
  mkdirSync(folder, { recursive: true });
  const pathOf = (key) => join(folder, `${encodeURIComponent(key)}.json`);
  const read = (key) => JSON.parse(readFileSync(pathOf(key), 'utf8'));
  const keys = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => decodeURIComponent(name.slice(0, -'.json'.length)))
      .sort();

  return {
    get: async (key) => (keys().includes(key) ? read(key) : undefined),
    async set(key, value) {
      // Whole or not at all.
      const half = `${pathOf(key)}.half`;
      writeFileSync(half, JSON.stringify(value));
      renameSync(half, pathOf(key));
    },
    delete: async (key) => rmSync(pathOf(key), { force: true }),
    list: async (prefix) =>
      keys()
        .filter((key) => key.startsWith(prefix))
        .map((key) => [key, read(key)]),
  };
}
