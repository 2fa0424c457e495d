import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

export interface AppServer {
  /** Without a slash at its end. */
  address: string;
  close(): Promise<void> | void;
}

// Braces of all kinds: whoever serves it looks for the nonce and for nothing else.
const page = `<meta property="csp-nonce" nonce="__CSP_NONCE__"><title>{{ "a" }} {http.request.uuid} [[ 1 ]] %{b}</title>
<script type="module" src="/console/assets/a-1.js"></script>`;

/** Starts a server for the apps in a folder, one of them of the name `console`, and tries what every such server promises. */
export function promiseAppFiles(serve: (apps: string) => Promise<AppServer>): void {
  let server: AppServer;
  beforeAll(async () => {
    server = await serve(writeApps());
  });
  afterAll(() => server?.close());

  const get = (path: string, encodings = 'br') => getFrom(server, path, encodings);

  test('every address of the app is its page, with a nonce of its own and no inline script allowed', async () => {
    const nonces = await Promise.all(
      ['/console/', '/console/conversations/17', '/console/?tab=mine', '/console/index.html'].map(async (path) => {
        const answer = await get(path);
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        const policy = answer.headers.get('content-security-policy') ?? '';
        const nonce = nonceOf(policy);
        expect(nonce.length).toBeGreaterThan(20);
        expect(policy).toContain("script-src 'self';");
        expect(policy).not.toContain('unsafe');
        expect(await answer.text()).toBe(page.replace('__CSP_NONCE__', nonce));
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(4);
    const bare = await get('/console');
    expect([bare.status, bare.headers.get('location')]).toEqual([308, '/console/']);
  });

  test('files with a hash in their name are kept for a year, and come compressed', async () => {
    for (const [encodings, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await get('/console/assets/a-1.js', encodings);
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-type')).toContain('javascript');
      expect(answer.headers.get('vary')).toBe('Accept-Encoding');
      expect(await answer.text()).toBe('export {}');
    }
  });

  test('files without one are asked for again', async () => {
    const answer = await get('/console/favicon.svg');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=0']);
    expect(answer.headers.get('content-type')).toContain('image/svg+xml');
    expect(await answer.text()).toBe('<svg/>');
    expect(answer.headers.get('etag')).toBeTruthy();
  });

  test('the widget is for pages of all origins, kept for minutes, and comes compressed', async () => {
    for (const [encodings, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await get('/app/widget.js', encodings);
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
      expect(answer.headers.get('vary')).toBe('Accept-Encoding');
      expect(answer.headers.get('content-type')).toContain('javascript');
      expect(await answer.text()).toBe('(() => {})()');
    }
    const others = await get('/app/favicon.svg');
    expect(others.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('nobody frames an app unless it is said who may', async () => {
    for (const path of ['/console/', '/app/']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toMatch(/; frame-ancestors 'none'$/);
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    }
  });

  test('what is no file of the app is not found, and nothing outside of its folder is read', async () => {
    for (const path of [
      '/console/assets/none.js',
      '/console/assets/a-1.js.map',
      '/console/assets/',
      '/console/none.png',
      '/console/conversations/index.html',
      '/console/.built-from',
      '/console/%2e%2e/%2e%2e/etc/passwd.txt',
      '/console/assets/..%2f..%2f..%2fetc%2fpasswd',
      '/secret.txt',
      '/other/',
      '/',
    ]) {
      const answer = await get(path);
      expect([path, answer.status === 404 || answer.status === 403]).toEqual([path, true]);
      expect(answer.headers.get('cache-control') ?? '').not.toContain('max-age');
    }
    for (const method of ['POST', 'DELETE']) {
      expect((await fetch(`${server.address}/console/`, { method })).status).toBe(404);
    }
  });
}

export function getFrom(server: AppServer, path: string, encodings = 'br'): Promise<Response> {
  return fetch(`${server.address}${path}`, { redirect: 'manual', headers: { 'accept-encoding': encodings } });
}

export function nonceOf(policy: string): string {
  return /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
}

/** A folder with both apps, and with a file beside them that is nobody's. */
export function writeApps(): string {
  const apps = mkdtempSync(join(tmpdir(), 'livechat-apps-'));
  writeFileSync(join(apps, 'secret.txt'), 'x');
  writeApp(join(apps, 'console'));
  writeApp(join(apps, 'app'));
  writeCompressed(join(apps, 'app/widget.js'), '(() => {})()');
  return apps;
}

function writeApp(app: string): void {
  mkdirSync(join(app, 'assets'), { recursive: true });
  writeFileSync(join(app, 'index.html'), page);
  writeFileSync(join(app, 'favicon.svg'), '<svg/>');
  writeFileSync(join(app, '.built-from'), 'x');
  writeCompressed(join(app, 'assets/a-1.js'), 'export {}');
  writeFileSync(join(app, 'assets/a-1.js.map'), '{}');
}

function writeCompressed(file: string, text: string): void {
  writeFileSync(file, text);
  writeFileSync(`${file}.br`, brotliCompressSync(text));
  writeFileSync(`${file}.gz`, gzipSync(text));
}
