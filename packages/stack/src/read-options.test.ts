import { expect, test } from 'vitest';
import { readOptions } from './read-options.ts';

test('without settings it is port 3000 and .data below the repository', () => {
  const options = readOptions({ LIVECHAT_PORT: '' }, [], '/srv/livechat');
  expect(options).toMatchObject({ gatewayPort: 3000, dataDir: '/srv/livechat/.data', replicas: { chat: 1 } });
});

test('an absolute data directory stays what it is', () => {
  expect(readOptions({ LIVECHAT_DATA_DIR: '/var/chat' }, [], '/srv').dataDir).toBe('/var/chat');
});

test.each([
  ['LIVECHAT_PORT', 'eighty'],
  ['LIVECHAT_PORT', '70000'],
  ['DATABASE_URL', 'mysql://x'],
  ['REDIS_URL', 'localhost'],
  ['AUTH_JWT_SECRET', 'short'],
  ['CHAT_MESSAGE_MAX_LENGTH', '-1'],
  ['CHAT_RATE_LIMIT_ENABLED', 'perhaps'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused with one line that names it', (name, value) => {
  expect(() => readOptions({ [name]: value }, [], '/srv')).toThrow(new RegExp(`^The setting ${name} .*$`));
});

test('a bad setting is not repeated in the line, since it may be a secret', () => {
  expect(() => readOptions({ AUTH_JWT_SECRET: 'hush-hush' }, [], '/srv')).not.toThrow(/hush/);
});

test.each([[['--replica', 'chat=2']], [['chat=2']], [['--replicas']]])('%j is refused in one line', (args) => {
  expect(() => readOptions({}, args, '/srv')).toThrow(/^[^\n]*--replicas[^\n]*$/);
});
