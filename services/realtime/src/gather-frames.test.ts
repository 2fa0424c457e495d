import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { gatherFrames } from './gather-frames.ts';
import type { Packet } from './join-frames.ts';
import type { ChatSocket } from './server.ts';

/** A connection that writes down what leaves: what is joined as its text, another packet as its type. */
function setUp(transport: object = {}) {
  const tcp = new Socket();
  const calls: string[] = [];
  tcp.cork = () => void calls.push('hold');
  tcp.uncork = () => void calls.push('let go');
  const conn = {
    transport: { name: 'websocket', writable: true, socket: { _socket: tcp }, ...transport },
    writeBuffer: [] as Packet[],
    flush() {
      for (const { type, options } of conn.writeBuffer) calls.push(options?.wsPreEncodedFrame?.join('') ?? type);
      conn.writeBuffer = [];
    },
  };
  gatherFrames({ conn } as unknown as ChatSocket);
  const send = (packet: Packet) => {
    conn.writeBuffer.push(packet);
    conn.flush();
  };
  return {
    calls,
    send,
    flush: () => conn.flush(),
    tell: (text: string) => send({ type: 'message', options: { wsPreEncodedFrame: [Buffer.from(text)] } }),
  };
}

const turn = () => new Promise(setImmediate);

test('what is told in one turn of the event loop leaves at its end as one frame, and the next turn begins anew', async () => {
  const [first, second] = [setUp(), setUp()];
  first.tell('one ');
  first.tell('two ');
  second.tell('one ');
  expect([...first.calls, ...second.calls]).toEqual([]);
  await turn();
  expect(first.calls).toEqual(['one two ']);
  expect(second.calls).toEqual(['one ']);
  first.tell('three ');
  await turn();
  expect(first.calls).toEqual(['one two ', 'three ']);
  expect(second.calls).toHaveLength(1);
});

test('with what is for one socket alone among it, all of it leaves in its order and in one write', async () => {
  const { calls, tell, send } = setUp();
  tell('one ');
  send({ type: 'ping' });
  tell('two ');
  await turn();
  expect(calls).toEqual(['hold', 'one ', 'ping', 'two ', 'let go']);
});

test.each([
  ['polls', { name: 'polling', socket: undefined }],
  ['has its frames compressed', { perMessageDeflate: {} }],
  ['reads too slowly', { writable: false }],
])('who %s gets frames one by one', async (_, transport) => {
  const { calls, tell } = setUp(transport);
  tell('one ');
  tell('two ');
  await turn();
  expect(calls.filter((call) => call !== 'hold' && call !== 'let go')).toEqual(['one ', 'two ']);
});

test('asked for more where there is none, nothing is written', async () => {
  const { calls, flush } = setUp();
  flush();
  await turn();
  expect(calls).toEqual([]);
});
