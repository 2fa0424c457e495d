import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readManifest, removeManifest, type StackManifest, writeManifest } from './stack-manifest.ts';

const manifest: StackManifest = {
  gateway: 'http://127.0.0.1:3000',
  services: { gateway: [{ pid: 1, url: 'http://127.0.0.1:4000' }], chat: [], moderation: [], realtime: [] },
  infrastructure: { postgres: { pid: 2 }, nats: {}, redis: {} },
  databaseUrl: 'postgres://127.0.0.1/livechat',
  natsUrl: 'nats://127.0.0.1:4222',
  redisUrl: 'redis://127.0.0.1:6379',
  supervisor: { pid: 3 },
};

test('the manifest is replaced as a whole, for its owner only, and leaves no temporary file', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'manifest-'));
  writeManifest(dataDir, manifest);
  writeManifest(dataDir, { ...manifest, supervisor: { pid: 4 } });
  expect(readManifest(dataDir)).toEqual({ ...manifest, supervisor: { pid: 4 } });
  expect(readdirSync(dataDir)).toEqual(['stack.json']);
  expect(statSync(join(dataDir, 'stack.json')).mode & 0o777).toBe(0o600);
  removeManifest(dataDir);
  expect(readdirSync(dataDir)).toEqual([]);
});
