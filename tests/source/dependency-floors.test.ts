import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const lock = readFileSync(resolve(import.meta.dirname, '../../pnpm-lock.yaml'), 'utf8');

/** Every version that may be installed, as numbers. */
function lockedVersions(name: string): number[][] {
  const entry = new RegExp(`^ {2}'?${name}@(\\d+)\\.(\\d+)\\.(\\d+)`, 'gm');
  return [...lock.matchAll(entry)].map(([, ...parts]) => parts.map(Number));
}

const isAtLeast = (version: number[], floor: number[]): boolean => {
  const at = floor.findIndex((part, index) => part !== version[index]);
  return at === -1 || (version[at] ?? 0) > (floor[at] ?? 0);
};

test.each([
  // CVE-2026-33151: a packet that announces attachments without end.
  ['socket.io-parser', [4, 2, 6]],
  // CVE-2026-48779.
  ['ws', [8, 21, 0]],
  ['sanitize-html', [2, 17, 7]],
])('nothing older than the mended %s %j is installed', (name, floor) => {
  const versions = lockedVersions(name);
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});
