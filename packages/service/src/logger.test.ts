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
