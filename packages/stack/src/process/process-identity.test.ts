import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { commandLine, processIdentity } from './process-identity.ts';

test('a living process keeps its identity and a dead one has none', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', 'a mark']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  expect(processIdentity(pid)).toBeTruthy();
  expect(processIdentity(pid)).toBe(processIdentity(pid));
  expect(processIdentity(pid)).not.toBe(processIdentity(process.pid));
  expect(commandLine(pid)).toContain('a mark');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processIdentity(pid)).toBeUndefined();
  expect(commandLine(pid)).toBe('');
});
