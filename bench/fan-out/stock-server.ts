import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Telling } from './jobs.ts';

// What hands frames on elsewhere: Socket.IO as it comes, or bare ws that encodes a frame once. A message comes from the
// parent process, as it would from a bus. Sockets name their room in the address.
const http = createServer();
const roomOf = (url = '') => new URL(url, 'http://localhost').searchParams.get('room') ?? '';
let tell: (telling: Telling) => void;
if (process.argv[2] === 'ws') {
  const server = new WebSocketServer({ server: http });
  const rooms = new Map<string, Set<WebSocket>>();
  server.on('connection', (client, request) => {
    const room = roomOf(request.url);
    const followers = rooms.get(room) ?? new Set();
    rooms.set(room, followers.add(client));
    client.once('close', () => followers.delete(client));
  });
  tell = ({ room, events }) => {
    for (const { name, payload } of events) {
      const frame = Buffer.from(`42${JSON.stringify([name, payload])}`);
      for (const client of rooms.get(String(room)) ?? []) client.send(frame, { binary: false });
    }
  };
} else {
  const io = new Server(http, { serveClient: false });
  io.on('connection', (socket) => socket.join(roomOf(socket.request.url)));
  tell = ({ room, events }) => {
    for (const { name, payload } of events) io.to(String(room)).emit(name, payload);
  };
}
process.on('message', (telling: Telling) => tell(telling));
process.once('disconnect', () => process.exit());
http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
