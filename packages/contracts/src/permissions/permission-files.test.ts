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
  const services = ['GATEWAY', 'CHAT', 'MODERATION', 'REALTIME'];
  const variables = [...services.flatMap((name) => [name, `${name}_B`]), 'OPERATOR'].map(
    (name) => `$LIVECHAT_NATS_PASSWORD_${name}`,
  );
  const passwordsIn = (name: string) => {
    const file = permissionFiles().find(({ path }) => path.endsWith(name));
    return [...(file?.text ?? '').matchAll(/password: (.*)/g)].map(([, given]) => given);
  };
  expect(passwordsIn('permissions.conf')).toEqual(variables);
  expect(passwordsIn('helm-permissions.yaml')).toEqual(variables.map((variable) => `<< ${variable} >>`));
});
