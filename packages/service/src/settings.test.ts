import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { CommonSettings, readSettings } from './settings.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('what is not set has its default, and an empty variable counts as not set', () => {
  expect(readSettings('chat', CommonSettings, { LOG_LEVEL: '', INTERNAL_PORT: '9191' })).toEqual({
    NATS_URL: 'nats://127.0.0.1:4222',
    LOG_LEVEL: 'info',
    DRAIN_DELAY_SECONDS: 0,
    HOST: '0.0.0.0',
    INTERNAL_PORT: 9191,
    OTEL_TRACES_SAMPLER_ARG: 1,
  });
});

test('a bad setting ends the process with one line that names it and does not show it', () => {
  const lines: unknown[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(line) > 0);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  const schema = CommonSettings.extend({ AUTH_JWT_SECRET: z.string().min(32, 'is too short') });
  const bad = { AUTH_JWT_SECRET: 'hush-hush', INTERNAL_PORT: '70000' };
  expect(() => readSettings('gateway', schema, bad)).toThrow('exit 1');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^gateway cannot start: .*INTERNAL_PORT.*AUTH_JWT_SECRET: is too short\n$/);
  expect(lines[0]).not.toContain('hush-hush');
});
