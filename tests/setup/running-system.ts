import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServers } from '@livechat/bus/read-servers';
import { rateLimits } from '@livechat/contracts/rate-limits';
import type { ServiceName } from '@livechat/stack/service-names';
import type { StackOptions } from '@livechat/stack/stack-options';
import { startStack } from '@livechat/stack/start-stack';
import { connect } from 'nats';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

export interface RunningSystem {
  gateway: string;
  databaseUrl: string;
  /** Of the operator; `tests/setup/nats.ts` connects with it. */
  natsUrl: string;
  jwtSecret: string;
  /** Where `stack.json` tells which process is which. */
  dataDir: string;
  /** What further instances would be started with, three of each. */
  further: Record<ServiceName, NodeJS.ProcessEnv[]>;
}

declare module 'vitest' {
  interface ProvidedContext {
    system: RunningSystem;
    /** In the tests of upgrades only: the release before, and the folder with its code and with which instance runs which. */
    upgrade: { version: string; commit: string; folder: string };
  }
}

/** A test may send more than a person; the tests of the limits start instances with the limits as they are. */
const wideLimits = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '100000/60s']));

export default (project: TestProject) => startTestSystem(project, {});

/** Often, so that no test has to wait for one. */
const canaries = { CANARY_INTERVAL_SECONDS: '2' };

/** One system for all tests, with two of each service; on free ports, with data that is thrown away. */
export async function startTestSystem(
  project: TestProject,
  settings: NodeJS.ProcessEnv,
  code: Pick<StackOptions, 'servicesDir'> = {},
): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-test-'));
  const jwtSecret = randomBytes(32).toString('base64url');
  const stack = await startStack({
    dataDir,
    gatewayPort: 0,
    replicas: { gateway: 2, chat: 2, moderation: 2, realtime: 2 },
    settings: { ...process.env, ...wideLimits, ...canaries, ...settings, AUTH_JWT_SECRET: jwtSecret },
    throwAwayDatabase: true,
    demoAccounts: true,
    ...code,
    notice: (line) => process.stderr.write(`${line}\n`),
  });
  const { gateway, databaseUrl, natsUrl } = stack.manifest();
  process.stderr.write(`testing with ${await versions(databaseUrl, natsUrl)}\n`);
  const three = async (service: ServiceName) => [
    await stack.serviceEnvironment(service),
    await stack.serviceEnvironment(service),
    await stack.serviceEnvironment(service),
  ];
  const further = {
    gateway: await three('gateway'),
    chat: await three('chat'),
    moderation: await three('moderation'),
    realtime: await three('realtime'),
  };
  project.provide('system', { gateway, databaseUrl, natsUrl, jwtSecret, dataDir, further });
  return async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Which parts these tests ran with; they must hold with every supported version. */
async function versions(databaseUrl: string, natsUrl: string): Promise<string> {
  const nats = await connect(readServers(natsUrl));
  const database = new pg.Client(databaseUrl);
  await database.connect();
  const { rows } = await database.query('show server_version');
  const line = `NATS ${nats.info?.version} and Postgres ${rows[0]?.server_version}`;
  await Promise.all([nats.close(), database.end()]);
  return line;
}
