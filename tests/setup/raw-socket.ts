import { afterEach, expect, inject } from 'vitest';
import { WebSocket } from 'ws';
import type { Person } from './people.ts';

export interface RawSocket {
  /** Every frame that came, pings left out. */
  frames: string[];
  /** How many pings of the server were answered. */
  pings(): number;
  send(frame: string | Buffer): void;
  /** The code that the connection was closed with; undefined while it is open. */
  closed(): number | undefined;
  /** From now on what comes is left lying. */
  stopReading(): void;
  /** What follows the prefix in the frames that begin with it, as JSON. */
  answers(prefix: string): unknown[];
}

const open = new Set<WebSocket>();

afterEach(() => {
  for (const socket of open) socket.terminate();
  open.clear();
});

/** Socket.IO as it is on the wire, with no client library between: Engine.IO 4 over WebSocket from the first request. */
export function openRawSocket(address = inject('system').gateway, { query = '', headers = {} } = {}): RawSocket {
  const frames: string[] = [];
  let pings = 0;
  let closed: number | undefined;
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket${query}`, {
    headers,
  });
  open.add(socket);
  // What was refused is closed too, and says no more.
  socket.on('error', () => {});
  socket.on('close', (code) => {
    closed = code;
  });
  socket.on('message', (data: Buffer) => {
    const frame = data.toString();
    if (frame !== '2') {
      frames.push(frame);
      return;
    }
    pings += 1;
    socket.send('3');
  });
  return {
    frames,
    pings: () => pings,
    closed: () => closed,
    send: (frame) => socket.send(frame),
    stopReading: () => socket.pause(),
    answers: (prefix) =>
      frames.filter((frame) => frame.startsWith(prefix)).map((frame) => JSON.parse(frame.slice(prefix.length))),
  };
}

/** The same, with a socket of this person connected over it. */
export async function connectRawSocket({ token }: Pick<Person, 'token'>, address?: string): Promise<RawSocket> {
  const raw = openRawSocket(address);
  await expect.poll(() => raw.answers('0')).toHaveLength(1);
  raw.send(`40${JSON.stringify({ token })}`);
  await expect.poll(() => raw.answers('40')).toHaveLength(1);
  return raw;
}
