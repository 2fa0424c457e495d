import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { permissionFiles } from './permission-files.ts';

test('the permissions in deploy/nats are those of the contracts', () => {
  for (const { path, text } of permissionFiles()) {
    const kept = readFileSync(path, 'utf8');
    const read = path.endsWith('.json') ? JSON.parse : String;
    expect(read(kept), 'run `npm run permissions` and commit what it writes').toEqual(read(text));
  }
});

test('no password is in them, only the names of the variables with the passwords', () => {
  const [configuration] = permissionFiles();
  const passwords = [...(configuration?.text ?? '').matchAll(/password: (.*)/g)].map(([, given]) => given);
  expect(passwords).toEqual([
    '$LIVECHAT_NATS_PASSWORD_GATEWAY',
    '$LIVECHAT_NATS_PASSWORD_CHAT',
    '$LIVECHAT_NATS_PASSWORD_MODERATION',
    '$LIVECHAT_NATS_PASSWORD_REALTIME',
    '$LIVECHAT_NATS_PASSWORD_OPERATOR',
  ]);
});
