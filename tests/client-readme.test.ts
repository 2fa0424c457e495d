import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, inject, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

test('the example of the client package runs as it stands, and Node ends by itself', async () => {
  const readme = readFileSync(`${root}/packages/client/README.md`, 'utf8');
  const example = /<!-- example -->\n\n```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const node = spawn(process.execPath, ['--conditions=source', '--input-type=module-typescript', '--eval', example], {
    cwd: root,
    env: { ...process.env, LIVECHAT_URL: inject('system').gateway },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 20_000,
  });
  const ended = new Promise((end) => node.once('exit', end));
  let output = '';
  for await (const data of node.stdout) output += data;
  expect(output).toBe('#1 I cannot log in.\n#2 It says that my account is locked.\n');
  expect(await ended).toBe(0);
});
