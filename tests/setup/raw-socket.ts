import { afterEach, inject } from 'vitest';
import { WebSocket } from 'ws';

export interface RawSocket {
  /** Every frame that came, pings left out. */
  frames: string[];
  /** How many pings of the server were answered. */
  pings(): number;
  send(frame: string): void;
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
export function openRawSocket(address = inject('system').gateway): RawSocket {
  const frames: string[] = [];
  let pings = 0;
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
  open.add(socket);
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
    send: (frame) => socket.send(frame),
    stopReading: () => socket.pause(),
    answers: (prefix) =>
      frames.filter((frame) => frame.startsWith(prefix)).map((frame) => JSON.parse(frame.slice(prefix.length))),
  };
}
