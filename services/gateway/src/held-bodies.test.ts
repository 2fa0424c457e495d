import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express, { type Request, type Response } from 'express';
import { afterEach, expect, test } from 'vitest';
import { createErrorHandler } from './error-response.ts';
import { holdBodies } from './held-bodies.ts';
import { readJson } from './json-body.ts';

// The promise: bodies that begin and do not end take a bounded memory, and shut out nobody at another address.

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function open(most: Parameters<typeof holdBodies>[0]) {
  const logged: unknown[] = [];
  const app = express();
  app.set('trust proxy', 1);
  app.use(
    readJson(holdBodies(most), 10_000),
    (request: Request, response: Response) => void response.json(request.body),
  );
  app.use(createErrorHandler({ error: (entry: unknown) => logged.push(entry) } as never));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const unfinished = (address: string, bytes: number) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    closers.push(() => socket.destroy());
    const head = `POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Content-Length: ${bytes + 1}\r\n\r\n"${' '.repeat(bytes - 1)}`);
    return { socket, text: textOf(socket) };
  };
  const post = (address: string) =>
    fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ text: 'x'.repeat(500) }),
    });
  return { unfinished, post, logged };
}

/** Everything that it says until it closes. */
function textOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.once('close', () => resolve(text));
  });
}

test('what would hold more than there is room for is refused and closed, and the room comes back', async () => {
  const { unfinished, post, logged } = await open({ bytes: 20_000, ofOneAddress: 20_000 });
  const held = [unfinished('192.0.2.1', 9_000), unfinished('192.0.2.2', 9_000)];
  const said = await unfinished('192.0.2.3', 9_000).text;
  expect(said).toMatch(/^HTTP\/1\.1 503 /);
  expect(said).toContain('"code":"UNAVAILABLE"');
  expect((await post('192.0.2.3')).status).toBe(200);
  for (const { socket } of held) socket.destroy();
  await expect.poll(async () => (await post('192.0.2.3')).status).toBe(200);
  const [first, second] = [unfinished('192.0.2.4', 9_000), unfinished('192.0.2.5', 9_000)];
  for (const { socket } of [first, second]) socket.end('"');
  expect(await first.text).toMatch(/^HTTP\/1\.1 400 |^HTTP\/1\.1 200 /);
  expect(await second.text).toMatch(/^HTTP\/1\.1 400 |^HTTP\/1\.1 200 /);
  expect(logged).toEqual([]);
});

test('one address cannot take the room of all', async () => {
  const { unfinished, post } = await open({ bytes: 100_000, ofOneAddress: 10_000 });
  unfinished('192.0.2.1', 9_000);
  expect(await unfinished('192.0.2.1', 9_000).text).toMatch(/^HTTP\/1\.1 503 /);
  const { socket } = unfinished('192.0.2.2', 9_000);
  expect((await post('192.0.2.2')).status).toBe(200);
  expect(socket.destroyed).toBe(false);
});
