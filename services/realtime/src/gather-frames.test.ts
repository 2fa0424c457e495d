import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { gatherFrames } from './gather-frames.ts';
import type { ChatSocket } from './server.ts';

function setUp(transport: (tcp: Socket) => object = (tcp) => ({ socket: { _socket: tcp } })) {
  const tcp = new Socket();
  const calls: string[] = [];
  tcp.cork = () => void calls.push('hold');
  tcp.uncork = () => void calls.push('let go');
  const conn = Object.assign(new EventEmitter(), { transport: transport(tcp) });
  gatherFrames({ conn } as unknown as ChatSocket);
  return { conn, calls };
}

test('what is written in one turn of the event loop leaves at its end, and the next turn begins anew', async () => {
  const { conn, calls } = setUp();
  conn.emit('flush');
  conn.emit('flush');
  expect(calls).toEqual(['hold']);
  await new Promise(setImmediate);
  expect(calls).toEqual(['hold', 'let go']);
  conn.emit('flush');
  await new Promise(setImmediate);
  expect(calls).toEqual(['hold', 'let go', 'hold', 'let go']);
});

test('a client that polls is left alone', async () => {
  const { conn, calls } = setUp(() => ({}));
  conn.emit('flush');
  await new Promise(setImmediate);
  expect(calls).toEqual([]);
});
