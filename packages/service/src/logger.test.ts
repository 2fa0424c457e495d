import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

test('what people make up stays within one line, whatever signs are in it', () => {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const log = createLogger('chat', 'chat-1', 'info', () => undefined, destination);
  const madeUp = 'a\n{"level":"fatal"}\r\n\u001b[2K\u2028\u0000"';
  log.info({ requestId: madeUp, err: new Error(madeUp) }, madeUp);
  expect(written.join('').split('\n')).toHaveLength(2);
  expect(written.join('')).not.toContain('\u001b');
  expect(JSON.parse(written.join(''))).toMatchObject({ level: 'info', requestId: madeUp, msg: madeUp });
});

test('a line names the trace that it belongs to, if there is one, and keeps to the level that is set', () => {
  const written: string[] = [];
  let traceId: string | undefined;
  const log = createLogger('chat', 'chat-1', 'warn', () => traceId, { write: (line) => void written.push(line) });
  log.info('not said');
  log.warn('without');
  traceId = 'abc';
  log.warn('with');
  expect(written.map((line) => JSON.parse(line).trace_id)).toEqual([undefined, 'abc']);
});

test('of an error only what says where and why is told, not what else it carries', () => {
  const written: string[] = [];
  const log = createLogger('chat', 'chat-1', 'info', () => undefined, { write: (line) => void written.push(line) });
  const violation = { code: '23502', detail: 'Failing row contains (7, hush-hush).', where: 'hush-hush' };
  log.error({ err: Object.assign(new Error('null value'), violation) }, 'failed');
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ err: { type: 'Error', message: 'null value', code: '23502' } });
  expect(written[0]).not.toContain('hush-hush');
});

const logger = JSON.stringify(new URL('./logger.ts', import.meta.url).href);

function linesOf(script: string): string[] {
  const program = `import { createLogger } from ${logger}; const log = createLogger('chat', 'chat-1', 'info'); ${script}`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).msg);
}

test('what was logged last is written, also when the process ends at once or with an error', () => {
  const some = `for (let n = 0; n < 300; n += 1) log.info(String(n));`;
  const all = Array.from({ length: 300 }, (_, n) => String(n));
  expect(linesOf(some)).toEqual(all);
  // What a thread has in hand at that moment may come after what is written in haste: each line has its time.
  const inOrder = (lines: string[]) => lines.sort((one, other) => Number(one) - Number(other));
  expect(inOrder(linesOf(`${some} process.exit(1);`))).toEqual(all);
  expect(inOrder(linesOf(`${some} throw new Error('a defect');`))).toEqual(all);
});

test('a line is written soon, also when no other follows', () => {
  expect(linesOf(`log.info('alone'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2_000);`)).toEqual([
    'alone',
  ]);
});
