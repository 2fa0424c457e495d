import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { getFrom, nonceOf, promiseAppFiles, writeApps } from './setup/app-files.ts';
import { serveByGateway } from './setup/serve-by-gateway.ts';

promiseAppFiles(serveByGateway);

test('the pages that may frame the app are named in its policy, and in that of no other app', async () => {
  const server = await serveByGateway(writeApps(), ['https://shop.example', 'https://www.shop.example']);
  const [app, console] = [
    await getFrom(server, '/app/c/7?host=https://shop.example'),
    await getFrom(server, '/console/'),
  ];
  await server.close();
  const policy = app.headers.get('content-security-policy');
  expect(policy).toMatch(/; frame-ancestors https:\/\/shop\.example https:\/\/www\.shop\.example$/);
  expect(app.headers.get('x-frame-options')).toBeNull();
  expect(console.headers.get('content-security-policy')).toMatch(/; frame-ancestors 'none'$/);
  expect(console.headers.get('x-frame-options')).toBe('SAMEORIGIN');
});

// That Caddy then answers so is tried in web-container.test.ts, where there is a Caddy.
test('the container for deployments that serve the files apart has the same policy and the same headers', async () => {
  const server = await serveByGateway(writeApps());
  const { headers } = await getFrom(server, '/console/');
  await server.close();
  const nonce = nonceOf(headers.get('content-security-policy') ?? '');
  const expected = new Map([...headers].map(([name, value]) => [name, value.replace(nonce, '{http.request.uuid}')]));
  for (const name of ['cache-control', 'connection', 'content-length', 'content-type', 'date', 'etag', 'keep-alive']) {
    expected.delete(name);
  }
  const caddyfile = readFileSync(new URL('../deploy/web/Caddyfile', import.meta.url), 'utf8');
  const [, block = ''] = /\n\theader \{\n([^}]*(?:\{http\.request\.uuid\})[^}]*)\}/.exec(caddyfile) ?? [];
  const written = block.matchAll(/^\t\t(\S+) (?:"(.*)"|(.*))$/gm);
  const found = new Map([...written].map(([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain]));
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});
