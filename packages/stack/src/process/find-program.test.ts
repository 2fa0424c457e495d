import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from './find-program.ts';

test('the first folder with an executable file wins; folders and plain files do not count', () => {
  const root = mkdtempSync(join(tmpdir(), 'path-'));
  const [first, second, third] = [join(root, 'a'), join(root, 'b'), join(root, 'c')];
  for (const folder of [first, second, third]) mkdirSync(folder);
  mkdirSync(join(first, 'redis-server'));
  writeFileSync(join(second, 'redis-server'), '', { mode: 0o644 });
  writeFileSync(join(third, 'valkey-server'), '');
  chmodSync(join(third, 'valkey-server'), 0o755);
  const path = [first, '', second, third].join(':');
  expect(findProgram(['redis-server', 'valkey-server'], path)).toBe(join(third, 'valkey-server'));
  expect(findProgram(['redis-server'], path)).toBeUndefined();
  expect(findProgram(['redis-server'], undefined)).toBeUndefined();
});
