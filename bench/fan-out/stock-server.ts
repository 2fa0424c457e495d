import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

// What hands frames on elsewhere: Socket.IO as it comes, or bare ws that encodes a frame once. A message comes from the
// parent process, as it would from a bus, and is told by two events, as Live Chat tells staff.
const http = createServer();
let tell: (payload: object) => void;
if (process.argv[2] === 'ws') {
  const server = new WebSocketServer({ server: http });
  tell = (payload) => {
    for (const event of ['new-chat-message', 'new-user-message']) {
      const frame = Buffer.from(`42${JSON.stringify([event, payload])}`);
      for (const client of server.clients) client.send(frame, { binary: false });
    }
  };
} else {
  const io = new Server(http, { serveClient: false });
  io.on('connection', (socket) => socket.join('room'));
  tell = (payload) => {
    for (const event of ['new-chat-message', 'new-user-message']) io.to('room').emit(event, payload);
  };
}
process.on('message', (payload: object) => tell(payload));
process.once('disconnect', () => process.exit());
http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
