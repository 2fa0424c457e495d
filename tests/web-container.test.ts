import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppServer, getFrom, nonceOf, promiseAppFiles, writeApps } from './setup/app-files.ts';
import { type Caddy, serveByCaddy } from './setup/serve-by-caddy.ts';
import { serveByGateway } from './setup/serve-by-gateway.ts';

promiseAppFiles(serveByCaddy);

let caddy: Caddy;
let gateway: AppServer;
beforeAll(async () => {
  const apps = writeApps();
  [caddy, gateway] = await Promise.all([serveByCaddy(apps), serveByGateway(apps)]);
});
afterAll(() => Promise.all([caddy?.close(), gateway?.close()]));

test('the container answers as the gateway does, header for header', async () => {
  for (const path of [
    '/console/',
    '/console/index.html',
    '/console/conversations/17',
    '/console/a.b/c',
    '/console/.hidden/c',
    '/console/assets',
    '/console/favicon.svg',
    '/console/assets/a-1.js',
    '/console/assets/a-1.js.br',
    '/app/',
    '/app/c/17',
    '/app/assets/a-1.js',
    '/app/widget.js',
  ]) {
    expect([path, await headersFrom(caddy, path)]).toEqual([path, await headersFrom(gateway, path)]);
  }
});

test('with pages that may frame the app too it answers as the gateway does', async () => {
  const apps = writeApps();
  const origins = ['https://shop.example', 'http://localhost:8080'];
  const [open, same] = await Promise.all([
    serveByCaddy(apps, { EMBED_ORIGINS: origins.join(', ') }),
    serveByGateway(apps, origins),
  ]);
  for (const path of ['/app/', '/app/c/7?host=https://shop.example', '/app/widget.js', '/console/']) {
    expect([path, await headersFrom(open, path)]).toEqual([path, await headersFrom(same, path)]);
  }
  expect((await getFrom(open, '/app/')).headers.get('content-security-policy')).toContain(origins.join(' '));
  await Promise.all([open.close(), same.close()]);
});

test('every answer of the container has the policy, also one that finds nothing', async () => {
  for (const path of ['/console', '/console/favicon.svg', '/console/assets/none.js', '/none', '/livez']) {
    const { headers } = await getFrom(caddy, path);
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self' '",
    );
    expect([headers.get('x-content-type-options'), headers.get('server')]).toEqual(['nosniff', null]);
  }
});

test('what the container logs is JSON, and says neither what was searched for nor a nonce', async () => {
  const answer = await fetch(`${caddy.address}/console/list?search=a-secret`, { headers: { 'x-other': 'a-secret' } });
  const nonce = nonceOf(answer.headers.get('content-security-policy') ?? '');
  await expect.poll(() => caddy.lines.some((line) => line.includes('"uri":"/console/list"'))).toBe(true);
  for (const line of caddy.lines) {
    expect(JSON.parse(line)).toHaveProperty('level');
    expect(line).not.toContain('a-secret');
    expect(line).not.toContain(nonce);
  }
});

test('an ending container says first that it is not ready, still answers, and ends well', async () => {
  const ending = await serveByCaddy(writeApps(), { DRAIN_DELAY_SECONDS: '2' });
  expect(await (await getFrom(ending, '/livez')).json()).toEqual({ status: 'alive' });
  const ended = ending.end();
  await expect.poll(async () => (await getFrom(ending, '/readyz')).status, { interval: 20 }).toBe(503);
  expect((await getFrom(ending, '/console/')).status).toBe(200);
  expect(await ended).toBe(0);
});

/** Status and headers, without what differs from answer to answer and from clock to clock. */
async function headersFrom(server: AppServer, path: string) {
  const { status, headers } = await getFrom(server, path);
  const type = headers.get('content-type') ?? 'application/octet-stream';
  const policy = headers.get('content-security-policy') ?? '';
  const found = new Map(headers);
  found.set('content-type', type.toLowerCase());
  // All answers of the API have another one in the gateway; it is about pages.
  if (type.startsWith('text/html')) found.set('content-security-policy', policy.replace(nonceOf(policy), ''));
  else found.delete('content-security-policy');
  for (const name of ['connection', 'keep-alive', 'date', 'etag', 'last-modified', 'content-length', 'vary']) {
    found.delete(name);
  }
  for (const name of ['transfer-encoding', 'accept-ranges']) found.delete(name);
  return { status, ...Object.fromEntries(found) };
}
