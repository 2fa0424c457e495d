import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp } from '../services/gateway/src/serve-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'livechat-console-'));
const page =
  '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script type="module" src="/console/assets/a-1.js"></script>';
let address = '';
let close = () => {};

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets/a-1.js'), 'export {}');
  writeFileSync(join(folder, 'assets/a-1.js.br'), brotliCompressSync('export {}'));
  writeFileSync(join(folder, 'assets/a-1.js.map'), '{}');
  writeFileSync(join(folder, '.built-from'), 'x');
  const server = express().use(serveApp('console', folder)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  close = () => server.close();
});
afterAll(() => close());

const get = (path: string) => fetch(`${address}${path}`, { redirect: 'manual', headers: { 'accept-encoding': 'br' } });

test('every address of the app is its page, with a nonce of its own and no inline script allowed', async () => {
  const nonces = await Promise.all(
    ['/console/', '/console/conversations/17', '/console/?tab=mine'].map(async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const [, nonce = ''] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
      expect(await answer.text()).toBe(page.replace('__CSP_NONCE__', nonce));
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(3);
  expect((await get('/console')).headers.get('location')).toBe('/console/');
});

test('files with a hash in their name are kept for a year, and come compressed', async () => {
  const answer = await get('/console/assets/a-1.js');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-type')).toContain('javascript');
  expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual(['br', 'export {}']);
  expect(answer.headers.get('vary')).toContain('Accept-Encoding');
});

test('what is no file of the app is not found, and nothing outside of its folder is read', async () => {
  for (const path of [
    '/console/assets/none.js',
    '/console/assets/a-1.js.map',
    '/console/.built-from',
    '/console/%2e%2e/%2e%2e/etc/passwd.txt',
    '/console/assets/..%2f..%2f..%2fetc%2fpasswd',
  ]) {
    const answer = await get(path);
    expect([path, answer.status === 404 || answer.status === 403]).toEqual([path, true]);
  }
});
