import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { gatherFrames } from './gather-frames.ts';
import type { ChatSocket } from './server.ts';

function setUp(transport: (tcp: Socket) => object = (tcp) => ({ socket: { _socket: tcp } })) {
  const tcp = new Socket();
  const calls: string[] = [];
  tcp.cork = () => void calls.push('hold');
  tcp.uncork = () => void calls.push('let go');
  const conn = { transport: transport(tcp), flush: () => void calls.push('write') };
  gatherFrames({ conn } as unknown as ChatSocket);
  return { conn, calls };
}

const turn = () => new Promise(setImmediate);

test('what is written in one turn of the event loop leaves at its end in one write, and the next turn begins anew', async () => {
  const [first, second] = [setUp(), setUp()];
  first.conn.flush();
  first.conn.flush();
  second.conn.flush();
  expect([...first.calls, ...second.calls]).toEqual([]);
  await turn();
  expect(first.calls).toEqual(['hold', 'write', 'let go']);
  expect(second.calls).toEqual(['hold', 'write', 'let go']);
  first.conn.flush();
  await turn();
  expect(first.calls).toHaveLength(6);
  expect(second.calls).toHaveLength(3);
});

test('who polls is written to as well', async () => {
  const { conn, calls } = setUp(() => ({}));
  conn.flush();
  await turn();
  expect(calls).toEqual(['write']);
});
