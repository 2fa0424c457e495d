import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const run = promisify(execFile);
export const mobile = resolve(import.meta.dirname, '../..');

/** Builds the shell's files as a company does, for the system of these tests. */
export async function buildShell(folder: string): Promise<void> {
  const vite = join(mobile, 'node_modules/vite/bin/vite.js');
  const options = ['--config', 'vite.shell.config.ts', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  await run(process.execPath, [vite, 'build', ...options], {
    cwd: mobile,
    env: { ...process.env, NODE_ENV: 'production', VITE_LIVECHAT_URL: inject('system').gateway },
  });
}

/** Runs Capacitor's own command in `folder`. */
export async function cap(folder: string, ...words: string[]): Promise<void> {
  const env = { ...process.env, CI: '1' };
  await run(process.execPath, [join(mobile, 'node_modules/@capacitor/cli/bin/capacitor'), ...words], {
    cwd: folder,
    env,
  });
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** As the server within a shell: a file where its name has an ending, else the page. */
export async function serveShell(folder: string): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://shell');
    const file = join(folder, extname(pathname) ? pathname : 'index.html');
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  }).listen(inject('shellPort'), '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return server;
}

export const shell = () => `http://127.0.0.1:${inject('shellPort')}`;
