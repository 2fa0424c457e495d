import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { AppServer } from './app-files.ts';

const caddyfile = join(import.meta.dirname, '../../deploy/web/Caddyfile');
/** Debian's 2.6 does not know these lines of the Caddyfile. */
const forOldCaddy = { PERSIST_CONFIG: '', CLEAN_STORAGE: '' };
const startTimeoutMs = 15_000;

export interface Caddy extends AppServer {
  /** Each line that it wrote. */
  lines: string[];
  /** Asks it to end, and waits for it: its exit code. */
  end(): Promise<number | null>;
}

/** Caddy from the PATH with the Caddyfile of the container, the apps being in a folder. */
export async function serveByCaddy(apps: string, environment: Record<string, string> = {}): Promise<Caddy> {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'livechat-caddy-'));
  const caddy = spawn('caddy', ['run', '--config', caddyfile], {
    env: { PATH: process.env.PATH, HOME: home, PORT: `${port}`, APPS_DIR: apps, ...forOldCaddy, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let rest = '';
  for (const stream of [caddy.stdout, caddy.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    caddy.once('error', reject).once('exit', resolve);
  });
  const end = () => {
    caddy.kill('SIGTERM');
    return ended;
  };
  const address = `http://127.0.0.1:${port}`;
  const ready = async () => {
    if (caddy.exitCode !== null) return;
    if ((await fetch(`${address}/readyz`)).status !== 200) throw new Error('not ready');
  };
  await Promise.race([ended, vi.waitFor(ready, { timeout: startTimeoutMs })]);
  if (caddy.exitCode !== null) throw new Error(`caddy ended with ${caddy.exitCode}: ${lines.join('\n')}`);
  return { address, lines, end, close: async () => void (await end()) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const bound = server.address();
  await new Promise((done) => server.close(done));
  return typeof bound === 'object' && bound ? bound.port : 0;
}
