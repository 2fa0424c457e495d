import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import { Server } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';

// What holds connections elsewhere, each after a look at its token: bare ws with a set of sockets for each conversation, or
// Socket.IO as it comes with a room for each.
const secret = process.env.AUTH_JWT_SECRET ?? '';
const check = (token: string) => jwt.verify(token, secret, { algorithms: ['HS256'] });
const bearer = ({ headers }: IncomingMessage) => (headers.authorization ?? '').replace('Bearer ', '');

const http = createServer();
if (process.argv[2] === 'ws') {
  const server = new WebSocketServer({ noServer: true });
  const byConversation = new Map<string, Set<WebSocket>>();
  http.on('upgrade', (request, socket, head) => {
    check(bearer(request));
    server.handleUpgrade(request, socket, head, (client) => {
      const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('conversation') ?? '';
      const followers = byConversation.get(id) ?? new Set();
      byConversation.set(id, followers.add(client));
      client.once('close', () => followers.delete(client));
    });
  });
} else {
  const io = new Server(http, { serveClient: false });
  io.use((socket, next) => {
    check(socket.handshake.auth.token);
    next();
  });
  io.on('connection', (socket) => {
    socket.on('join-chat', ({ conversationId }, done) => {
      socket.join(`conversation:${conversationId}`);
      done({ ok: true });
    });
  });
}
process.once('disconnect', () => process.exit());
http.listen(0, '127.0.0.1', 4_096, () => process.send?.({ port: (http.address() as AddressInfo).port }));
