import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Principal, Role } from '@livechat/contracts/actor';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { buildApp } from '@livechat/stack/build-app';
import { startStack } from '@livechat/stack/start-stack';
import jwt from 'jsonwebtoken';

const repositoryRoot = resolve(import.meta.dirname, '../..');

export interface BenchPerson {
  token: string;
  principal: Principal;
}

export interface BenchSystem {
  gateway: string;
  databaseUrl: string;
  /** Where the built app is. */
  appDir: string;
  person(role: Role, subject: string): Promise<BenchPerson>;
  stop(): Promise<void>;
}

/** Two of each service, with an app as it is delivered, on data that is thrown away. */
export async function startBenchSystem(app: 'console' | 'mobile' = 'console'): Promise<BenchSystem> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const appDir = await buildApp(repositoryRoot, app, say);
  if (!appDir) throw new Error('there is no app to measure');
  const served = app === 'console' ? { CONSOLE_DIR: appDir } : { MOBILE_DIR: appDir };
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
  const secret = randomBytes(32).toString('base64url');
  const wide = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '1000000/60s']));
  const stack = await startStack({
    dataDir,
    gatewayPort: 0,
    replicas: { gateway: 2, chat: 2, moderation: 2, realtime: 2 },
    settings: { ...process.env, ...wide, AUTH_JWT_SECRET: secret, ...served },
    throwAwayDatabase: true,
    notice: say,
  });
  const { gateway, databaseUrl } = stack.manifest();
  return {
    gateway,
    databaseUrl,
    appDir,
    async person(role, sub) {
      const claims = { sub, role, username: sub, name: sub };
      const token = jwt.sign(claims, secret, { algorithm: 'HS256', expiresIn: '4 hours' });
      const response = await fetch(`${gateway}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } });
      const { principal } = (await response.json()) as { principal: Principal };
      return { token, principal };
    },
    async stop() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
