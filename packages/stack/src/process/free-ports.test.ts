import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, whyTaken } from './free-ports.ts';

test('ports are different and free, and a taken one says why', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  expect(new Set(ports).size).toBe(20);
  const [port = 0] = ports;
  expect(await whyTaken(port)).toBeUndefined();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await whyTaken(port)).toBe('EADDRINUSE');
  server.close();
});
