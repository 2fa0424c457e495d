import { appendFileSync, closeSync, mkdtempSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logTail, openLogFile } from './log-file.ts';

const somewhere = () => join(mkdtempSync(join(tmpdir(), 'log-')), 'chat-1.log');

test('a new run keeps what the run before wrote', () => {
  const path = somewhere();
  for (const run of ['first', 'second', 'third']) {
    const { descriptor } = openLogFile(path);
    writeSync(descriptor, run);
    closeSync(descriptor);
  }
  expect(readFileSync(path, 'utf8')).toBe('third');
  expect(readFileSync(path.replace('.log', '.previous.log'), 'utf8')).toBe('second');
});

test('the tail is one line, and of JSON lines it has the message', () => {
  const path = somewhere();
  expect(logTail(path)).toBe('');
  appendFileSync(path, 'old\n{"level":60,"msg":"CHAT_X is bad"}\n\nplain text\n[1]\n');
  expect(logTail(path)).toBe('CHAT_X is bad | plain text | [1]');
});
