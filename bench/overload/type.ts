import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { Sender, Typed } from './jobs.ts';

const ackTimeoutMs = 10_000;

async function connect(gateway: string, token: string): Promise<Socket> {
  const socket = io(gateway, { auth: { token }, transports: ['websocket'], forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Writers begin and stop, in turn; the watcher, one of staff, sees what of it is shown. */
export async function type(
  gateway: string,
  writers: Sender[],
  watcher: string,
  perSecond: number,
  durationMs: number,
): Promise<Typed> {
  const staff = await connect(gateway, watcher);
  let shown = 0;
  let sent = 0;
  staff.on('user-typing', ({ isTyping }) => {
    if (isTyping) shown += 1;
  });
  const sockets = [];
  for (const { token, conversationId } of writers) {
    const socket = await connect(gateway, token);
    for (const one of [staff, socket]) await one.timeout(ackTimeoutMs).emitWithAck('join-chat', { conversationId });
    sockets.push({ socket, conversationId });
  }
  process.send?.('ready');
  const began = performance.now();
  while (performance.now() - began < durationMs) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; sent < due; sent += 1) {
      const writer = sockets[sent % sockets.length];
      if (!writer) continue;
      const { socket, conversationId } = writer;
      socket.emit('typing-start', { conversationId });
      // Else the next one would be nothing new.
      setTimeout(() => socket.emit('typing-stop', { conversationId }), 100);
    }
    await sleep(5);
  }
  await sleep(500);
  for (const { socket } of [...sockets, { socket: staff }]) socket.close();
  return { kind: 'typed', sent, shown };
}
