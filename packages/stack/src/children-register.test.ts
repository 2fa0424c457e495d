import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openChildrenRegister, stopLeftovers } from './children-register.ts';

async function sleeper() {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  await once(child, 'spawn');
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('what an earlier run left is stopped, and its containers are told', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'register-'));
  const child = await sleeper();
  const register = openChildrenRegister(dataDir);
  register.processStarted('nats', child.pid, 'SIGTERM');
  register.containerStarted('c0ffee');
  const ended = once(child, 'exit');
  const lines: string[] = [];
  expect(await stopLeftovers(dataDir, (line) => lines.push(line))).toEqual(['c0ffee']);
  expect((await ended)[1]).toBe('SIGTERM');
  expect(lines.join()).toContain('nats');
});

test('a process that only has the pid of an earlier child is left alone', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'register-'));
  const child = await sleeper();
  openChildrenRegister(dataDir).processStarted('nats', child.pid, 'SIGTERM');
  const path = join(dataDir, 'children.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"identity":"[^"]*"/, '"identity":"another boot:1"'));
  await stopLeftovers(dataDir, () => undefined);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

test('a damaged or missing register means that nothing was left', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'register-'));
  expect(await stopLeftovers(dataDir, () => undefined)).toEqual([]);
  writeFileSync(join(dataDir, 'children.json'), '{"processes": [');
  expect(await stopLeftovers(dataDir, () => undefined)).toEqual([]);
});
