import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSecrets } from './load-secrets.ts';

const dataDir = () => mkdtempSync(join(tmpdir(), 'secrets-'));

test('secrets are made once and only their owner reads them', () => {
  const directory = dataDir();
  const made = loadSecrets(directory);
  expect(loadSecrets(directory)).toEqual(made);
  expect(Buffer.from(made.jwtSecret, 'base64url')).toHaveLength(48);
  expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a directory from before NATS had users gets their passwords, and keeps its other secrets', () => {
  const directory = dataDir();
  const { natsPasswords, ...before } = loadSecrets(directory);
  writeFileSync(join(directory, 'secrets.json'), JSON.stringify(before));
  const after = loadSecrets(directory);
  expect(after).toMatchObject(before);
  expect(new Set(Object.values(after.natsPasswords)).size).toBe(Object.keys(natsPasswords).length);
  expect(loadSecrets(directory)).toEqual(after);
  expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a damaged file is named, never silently replaced', () => {
  const directory = dataDir();
  writeFileSync(join(directory, 'secrets.json'), '{"jwtSecret": ');
  expect(() => loadSecrets(directory)).toThrow(/secrets\.json/);
});
