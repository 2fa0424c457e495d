import { expect, test } from 'vitest';
import { isDatabaseOutage } from './database.ts';

const withCode = (code: string) => Object.assign(new Error('no'), { code });

test('a database that is away or slow is an outage, a wrong statement is a defect', () => {
  for (const code of [
    '08006',
    '57P01',
    '57P03',
    '57014',
    '53300',
    '53100',
    '40P01',
    '25006',
    'EHOSTUNREACH',
    'ECONNREFUSED',
    'ECONNRESET',
  ]) {
    expect(isDatabaseOutage(withCode(code)), code).toBe(true);
  }
  for (const message of [
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ]) {
    expect(isDatabaseOutage(new Error(message)), message).toBe(true);
  }
  for (const thrown of [
    withCode('23505'),
    withCode('42601'),
    new Error('undefined is not a function'),
    'text',
    undefined,
  ]) {
    expect(isDatabaseOutage(thrown), String(thrown)).toBe(false);
  }
});
