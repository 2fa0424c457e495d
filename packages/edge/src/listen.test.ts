import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createDoor } from './create-door.ts';
import { listen } from './listen.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function open(port: number): Promise<{ server: Server; stopListening: () => void }> {
  const server = createDoor((_request, response) => response.end('here'));
  servers.push(server);
  const stopListening = await listen(server, { port, host: '127.0.0.1' });
  return { server, stopListening };
}

const ask = async (port: number) =>
  (await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } })).text();

test('whichever of its sockets takes a connection, the door answers', async () => {
  const port = await freePort();
  await open(port);
  expect(new Set(await Promise.all(Array.from({ length: 200 }, () => ask(port))))).toEqual(new Set(['here']));
});

test('a port that somebody has is an error, though sockets could share it', async () => {
  const port = await freePort();
  await open(port);
  await expect(open(port)).rejects.toThrow('EADDRINUSE');
});

test('a door that was closed lets nobody in, on any of its sockets', async () => {
  const port = await freePort();
  const { server } = await open(port);
  server.close();
  for (let attempt = 0; attempt < 50; attempt += 1) await expect(ask(port)).rejects.toThrow('fetch failed');
});

test('a door that stops listening lets nobody new in on any of its sockets, and keeps whom it has', async () => {
  const port = await freePort();
  const { stopListening } = await open(port);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const askAgain = async () => {
    const [response] = (await once(get({ host: '127.0.0.1', port, agent }), 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  };
  expect(await askAgain()).toBe(200);
  stopListening();
  for (let attempt = 0; attempt < 50; attempt += 1) await expect(ask(port)).rejects.toThrow('fetch failed');
  expect(await askAgain()).toBe(200);
  agent.destroy();
});

test('all of its sockets are on one port, also where the system chooses it', async () => {
  const { server } = await open(0);
  const { port } = server.address() as AddressInfo;
  expect(new Set(await Promise.all(Array.from({ length: 50 }, () => ask(port))))).toEqual(new Set(['here']));
  const listening = await readFile('/proc/net/tcp', 'utf8').catch(() => '');
  if (listening === '') return;
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const own = listening.split('\n').filter((line) => new RegExp(`: 0100007F:${hexPort} 00000000:0000 0A`).test(line));
  expect(own).toHaveLength(16);
});
