import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '@livechat/stack/load-secrets';
import type { Replicas } from '@livechat/stack/service-names';
import { type Stack, startStack } from '@livechat/stack/start-stack';
import { inject, onTestFinished } from 'vitest';
import { callApi } from './api.ts';
import { newPerson, type Person } from './people.ts';

export interface OwnSystem {
  stack: Stack;
  gateway: string;
  dataDir: string;
  /** Somebody new, whose calls go to this system. */
  newPerson(role: Person['role']): Person;
}

export interface OwnSystemOptions {
  /** One that was filled before; otherwise a new one, thrown away after the test. */
  dataDir?: string;
  gatewayPort?: number;
  replicas?: Partial<Replicas>;
}

/** The parts alone: the test starts the services itself. */
export const noServices: Replicas = { gateway: 0, chat: 0, moderation: 0, realtime: 0 };

/** A system for one test alone, with parts of its own, whose tokens are signed as those of the shared one. */
export async function startOwnSystem(options: OwnSystemOptions = {}): Promise<OwnSystem> {
  const dataDir = options.dataDir ?? newDataDir();
  const stack = await startStack({
    dataDir,
    gatewayPort: options.gatewayPort ?? 0,
    replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 1, ...options.replicas },
    settings: { ...process.env, AUTH_JWT_SECRET: inject('system').jwtSecret, CHAT_RATE_LIMIT_MESSAGES: '100000/60s' },
    demoAccounts: true,
  });
  onTestFinished(() => stack.stop());
  const { gateway } = stack.manifest();
  return {
    stack,
    gateway,
    dataDir,
    newPerson: (role) => personAt(gateway, newPerson(role)),
  };
}

export function personAt(gateway: string, person: Person): Person {
  const { token } = person;
  return { ...person, call: (method, path, body) => callApi(method, path, { token, body, gateway }) };
}

/** The passwords that were made for the parts of the system in this directory. */
export const secretsOf = (dataDir: string): Secrets => JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));

/** Of the whole server, as whoever runs it has it. */
export function adminUrlOf(databaseUrl: string, dataDir: string): string {
  const url = new URL(databaseUrl);
  url.username = 'postgres';
  url.password = secretsOf(dataDir).postgresAdminPassword;
  url.pathname = '/postgres';
  return url.href;
}

export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-own-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}
