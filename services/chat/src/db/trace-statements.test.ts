import { passOnTraces } from '@livechat/service/pass-on-traces';
import type { LogEvent } from 'kysely';
import { expect, test } from 'vitest';
import { statementName, traceStatements } from './trace-statements.ts';

const event = (sql: string) =>
  ({ level: 'query', query: { sql, parameters: ['secret'] }, queryDurationMillis: 4 }) as unknown as LogEvent;

test('a statement is named by its first word, with nothing of what it asks', () => {
  expect(
    ['select "message" from x', 'begin', '  UPDATE x', '(select 1)'].map((sql) => statementName(event(sql))),
  ).toEqual(['select', 'begin', 'update', 'statement']);
});

test('while traces are recorded each statement is told, and otherwise none is asked for', () => {
  const told: unknown[][] = [];
  const recording = { ...passOnTraces(), isRecording: true, past: (...args: unknown[]) => void told.push(args) };
  traceStatements(recording)?.(event('insert into x'));
  expect(told).toEqual([['postgres insert', 4, false]]);
  expect(traceStatements(passOnTraces())).toBeUndefined();
});
