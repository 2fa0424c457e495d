import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { startStack } from '@livechat/stack/start-stack';
import type { System } from './gateway-calls.ts';

/** A thousand clients behind one address do what one alone would be limited in. */
const wideLimits = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '100000/60s']));

/** A system of somebody else's, which is left as it is. Its limits have to be wide. */
export function givenSystem(gateway: string): System & { stop(): Promise<void> } {
  const jwtSecret = process.env.AUTH_JWT_SECRET;
  if (jwtSecret === undefined) throw new Error('AUTH_JWT_SECRET must be that of the system at --gateway');
  return { gateway, jwtSecret, async stop() {} };
}

/** One real system for all schedules, with two of the services that clients meet; its data is thrown away. */
export async function startSystem(): Promise<System & { stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-conformance-'));
  const jwtSecret = randomBytes(32).toString('base64url');
  const stack = await startStack({
    dataDir,
    gatewayPort: 0,
    replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 2 },
    settings: { ...process.env, ...wideLimits, AUTH_JWT_SECRET: jwtSecret },
    throwAwayDatabase: true,
    notice: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    gateway: stack.manifest().gateway,
    jwtSecret,
    async stop() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
