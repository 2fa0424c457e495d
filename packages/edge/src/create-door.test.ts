import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createDoor } from './create-door.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

async function open(door: Server): Promise<() => Promise<Socket>> {
  servers.push(door.listen(0, '127.0.0.1'));
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  return async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
}

test('connections above the number are closed at once, and those that were there go on', async () => {
  const call = await open(createDoor((_request, response) => response.end('here'), 2));
  const first = await call();
  await call();
  const third = await call();
  await once(third, 'close');
  first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = await once(first, 'data');
  expect(String(answer)).toContain('here');
});

test('no header is left out, however many there are', async () => {
  const call = await open(createDoor(({ headers }, response) => response.end(`last ${headers.last}`)));
  const socket = await call();
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\n${'a:b\r\n'.repeat(2_500)}last: kept\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('last kept');
});

test('a request that expects what HTTP does not know is answered like any other', async () => {
  const call = await open(createDoor((_request, response) => response.end('here')));
  const socket = await call();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 200 [\s\S]*here/);
});
