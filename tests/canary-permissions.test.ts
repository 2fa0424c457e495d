import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startStack } from '@livechat/stack/start-stack';
import { expect, inject, onTestFinished, test } from 'vitest';
import { readMetric } from './setup/metrics.ts';

// Whoever updates the services and forgets the permissions on the NATS servers, or gets them wrong, must not lose every
// realtime instance to a probe. Without a NATS of ours there is nothing to get wrong.

const ofCanaries = /^ *"livechat\.v1\..*canary.*"\n/gm;
const blocks = /(?=user: )/;

test.skipIf(process.env.NATS_URL).each([
  {
    name: 'those of before there were canaries',
    change: (permissions: string) => permissions.replaceAll(ofCanaries, ''),
    why: 'unanswered',
  },
  {
    name: 'those by which none hears any',
    change: (permissions: string) =>
      permissions
        .split(blocks)
        .map((block) =>
          block.startsWith('user: realtime') ? block.replace('"livechat.v1.event.canary.told"', '') : block,
        )
        .join(''),
    why: 'unheard',
  },
])(
  'with wrong permissions on NATS, $name, every realtime instance stays ready',
  { timeout: 180_000 },
  async ({ change, why }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'livechat-permissions-'));
    const natsFolder = join(dataDir, 'nats-configuration');
    cpSync(resolve(import.meta.dirname, '../deploy/nats'), natsFolder, { recursive: true });
    const file = join(natsFolder, 'permissions.conf');
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, change(right));
    expect(readFileSync(file, 'utf8')).not.toBe(right);
    const stack = await startStack({
      dataDir,
      natsFolder,
      gatewayPort: 0,
      replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 2 },
      settings: { ...process.env, AUTH_JWT_SECRET: inject('system').jwtSecret, CANARY_INTERVAL_SECONDS: '1' },
      throwAwayDatabase: true,
    });
    onTestFinished(async () => {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    for (const { url } of stack.manifest().services.realtime) {
      const failures = () => readMetric([url], 'livechat_canary_failures_total', { why });
      await expect.poll(failures, { timeout: 60_000 }).toBeGreaterThanOrEqual(4);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(await readMetric([url], 'livechat_canary_duration_seconds_count')).toBe(0);
    }
  },
);
