import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logTail, openLogFile } from './log-file.ts';
import { processIdentity } from './process-identity.ts';
import { runProcess } from './run-process.ts';
import { restartDelayMs, type Supervision, supervise } from './supervise.ts';
import { waitUntil } from './wait-until.ts';

function supervision(script: string, changes: Partial<Supervision> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'supervise-'));
  const log = openLogFile(join(folder, 'it.log'));
  const lines: string[] = [];
  const command = { program: process.execPath, args: ['-e', script], environment: {}, cwd: folder };
  const plan: Supervision = {
    name: 'it',
    launch: () => runProcess(command, log),
    answers: async () => logTail(log.path).includes('up'),
    readyTimeoutMs: 10_000,
    stopSignals: [{ signal: 'SIGTERM', waitMs: 300 }],
    lastWords: () => logTail(log.path),
    notice: (line) => lines.push(line),
    pidChanged: () => undefined,
    ...changes,
  };
  return { plan, lines };
}

const stays = "console.log('up'); setInterval(() => {}, 1000);";

test('what is killed is started again, with a line that tells it, and a stop is the end of it', async () => {
  let changes = 0;
  const { plan, lines } = supervision(stays, { pidChanged: () => changes++ });
  const supervised = await supervise(plan);
  onTestFinished(supervised.stop);
  const first = supervised.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await waitUntil('another process', () => supervised.pid() !== first, { timeoutMs: 5000 });
  expect(changes).toBe(1);
  expect(lines).toEqual(['it ended (SIGKILL); it is started again in 0.1 s.']);
  const second = supervised.pid() ?? 0;
  await supervised.stop();
  expect(processIdentity(second)).toBeUndefined();
  expect(lines).toHaveLength(1);
});

test('one that does not listen, or was stopped by SIGSTOP, is ended all the same', async () => {
  const { plan } = supervision(`process.on('SIGTERM', () => {}); ${stays}`);
  const supervised = await supervise(plan);
  const pid = supervised.pid() ?? 0;
  process.kill(pid, 'SIGSTOP');
  await supervised.stop();
  expect(processIdentity(pid)).toBeUndefined();
});

test('one that ends before it answers is a failed start, told in one line with the end of its log', async () => {
  const { plan } = supervision("console.error('no such setting'); process.exit(3)");
  await expect(supervise(plan)).rejects.toThrow(/^it could not start: it ended with code 3 \| no such setting$/);
});

test('one that never answers is stopped again', async () => {
  let pid = 0;
  const { plan } = supervision('setInterval(() => {}, 1000)', { readyTimeoutMs: 200 });
  const launch = async () => {
    const running = await plan.launch();
    pid = running.pid ?? 0;
    return running;
  };
  await expect(supervise({ ...plan, launch })).rejects.toThrow('it did not answer within 0.2 s');
  expect(processIdentity(pid)).toBeUndefined();
});

test('the first restart comes at once and later ones wait longer, up to five seconds', () => {
  expect([1, 2, 3, 6, 7, 50].map(restartDelayMs)).toEqual([100, 200, 400, 3200, 5000, 5000]);
});

test('one that hangs is killed and started again, with a line that tells it', async () => {
  let hangs = false;
  const answers = async (signal: AbortSignal) =>
    !hangs || new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false)));
  const { plan, lines } = supervision(stays, { alive: { answers, withinMs: 50, pauseMs: 5 } });
  const supervised = await supervise(plan);
  onTestFinished(supervised.stop);
  const first = supervised.pid() ?? 0;
  process.kill(first, 'SIGSTOP');
  hangs = true;
  await waitUntil('another process', () => supervised.pid() !== first, { timeoutMs: 5000 });
  hangs = false;
  expect(lines).toEqual(['it hangs; it is killed.', 'it ended (SIGKILL); it is started again in 0.1 s.']);
});
