import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ServiceName, serviceNames } from '@livechat/stack/service-names';
import { expect, inject } from 'vitest';
import { manifest } from '../../setup/processes.ts';

export type Code = 'old' | 'new';
/** Which code both instances of each service run. */
export type Mix = Record<ServiceName, readonly [Code, Code]>;

export const only = (code: Code): Mix => ({
  gateway: [code, code],
  chat: [code, code],
  moderation: [code, code],
  realtime: [code, code],
});

export const oldCode = (folder: string) => join(folder, 'code');
const newCode = resolve(import.meta.dirname, '../../..');
const fileOf = (folder: string) => join(folder, 'mix.json');

/** The file is there for the process that starts instances, which is not the one that a test runs in. */
export function writeMix(folder: string, mix: Mix): void {
  writeFileSync(fileOf(folder), JSON.stringify(mix));
}

function readMix(folder: string): Mix {
  return JSON.parse(readFileSync(fileOf(folder), 'utf8'));
}

/** Where the services are that an instance, as `chat-2`, is started from. */
export function servicesOf(folder: string, instance: string): string {
  const [service, number] = instance.split('-') as [ServiceName, string];
  const code = readMix(folder)[service][Number(number) - 1];
  return join(code === 'new' ? newCode : oldCode(folder), 'services');
}

/** Ends the instances that run other code than they shall, as an upgrade does, and waits for those in their place. */
export async function switchTo(mix: Mix): Promise<void> {
  const { folder } = inject('upgrade');
  const before = readMix(folder);
  writeMix(folder, mix);
  const changed = serviceNames.flatMap((service) =>
    [0, 1].filter((index) => mix[service][index] !== before[service][index]).map((index) => ({ service, index })),
  );
  await Promise.all(changed.map(({ service, index }) => replace(service, index)));
  for (const service of serviceNames) {
    for (const index of [0, 1]) {
      const instance = `${service}-${index + 1}`;
      expect(commandOf(service, index), instance).toContain(servicesOf(folder, instance));
    }
  }
}

async function replace(service: ServiceName, index: number): Promise<void> {
  const running = () => manifest().services[service][index];
  const old = running()?.pid ?? 0;
  process.kill(old, 'SIGTERM');
  await expect.poll(() => running()?.pid, { timeout: 30_000, interval: 20 }).not.toBe(old);
  const isReady = () =>
    fetch(`${running()?.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isReady, { timeout: 30_000, interval: 20 }).toBe(true);
}

function commandOf(service: ServiceName, index: number): string {
  return readFileSync(`/proc/${manifest().services[service][index]?.pid}/cmdline`, 'utf8');
}
