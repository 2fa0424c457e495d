import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimDataDirectory } from './claim-data-directory.ts';

const somewhere = () => join(mkdtempSync(join(tmpdir(), 'claim-')), 'data');

test('a data directory has one owner at a time', () => {
  const dataDir = somewhere();
  const release = claimDataDirectory(dataDir);
  expect(() => claimDataDirectory(dataDir)).toThrow(`already runs on the data directory ${dataDir}`);
  release();
  expect(readdirSync(dataDir)).toEqual([]);
  claimDataDirectory(dataDir)();
});

test('the claim of a dead supervisor does not count, even when its pid is used again', () => {
  const dataDir = somewhere();
  claimDataDirectory(dataDir)();
  writeFileSync(join(dataDir, 'supervisor.pid'), `${process.pid} another-boot:42`);
  const release = claimDataDirectory(dataDir);
  expect(readdirSync(dataDir)).toEqual(['supervisor.pid']);
  release();
});

test('a place that cannot be written to is named', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'claim-')), 'file');
  writeFileSync(file, '');
  expect(() => claimDataDirectory(join(file, 'data'))).toThrow(`${join(file, 'data')} cannot be written to`);
});
