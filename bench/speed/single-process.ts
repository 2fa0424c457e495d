import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { Server } from 'socket.io';

// What a team would write instead of four services: one process with Express, Socket.IO and pg, that commits before it
// answers and tells it to whoever joined. No limits, reviews, outbox or marks. With TUNED its statements are one prepared
// statement, and the secret is a key object.

const { DATABASE_URL = '', AUTH_JWT_SECRET = '', TUNED } = process.env;
const secret = TUNED ? createSecretKey(Buffer.from(AUTH_JWT_SECRET)) : AUTH_JWT_SECRET;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const maxLength = 5_000;

interface Claims {
  sub: string;
  role: string;
}

function claimsOf(token: unknown): Claims | undefined {
  try {
    return jwt.verify(String(token), secret, { algorithms: ['HS256'] }) as unknown as Claims;
  } catch {
    return undefined;
  }
}

interface Stored {
  id: string;
  seq: string;
  created_at: Date;
}

async function storeInTransaction(id: number, user: string, text: string, clientMessageId: string) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(
      `update single_conversations set last_seq = last_seq + 1, unread = unread + 1, last_message_at = now()
       where id = $1 and username = $2 returning last_seq`,
      [id, user],
    );
    const [conversation] = rows;
    const inserted =
      conversation &&
      (await client.query<Stored>(
        `insert into single_messages (conversation_id, seq, sender, message, client_message_id)
         values ($1, $2, $3, $4, $5) returning id, seq, created_at`,
        [id, conversation.last_seq, user, text, clientMessageId],
      ));
    await client.query('commit');
    return inserted?.rows[0] as Stored | undefined;
  } catch (err) {
    await client.query('rollback');
    throw err;
  } finally {
    client.release();
  }
}

async function storeAtOnce(id: number, user: string, text: string, clientMessageId: string) {
  const { rows } = await pool.query<Stored>({
    name: 'store',
    text: `with conversation as (
        update single_conversations set last_seq = last_seq + 1, unread = unread + 1, last_message_at = now()
        where id = $1 and username = $2 returning id, last_seq)
      insert into single_messages (conversation_id, seq, sender, message, client_message_id)
      select id, last_seq, $2, $3, $4 from conversation returning id, seq, created_at`,
    values: [id, user, text, clientMessageId],
  });
  return rows[0];
}

const store = TUNED ? storeAtOnce : storeInTransaction;
const app = express();
const server = createServer(app);
const io = new Server(server, { serveClient: false });

app.post('/api/chat/conversations/:id/messages', express.json(), async (request, response) => {
  const claims = claimsOf(request.headers.authorization?.slice('Bearer '.length));
  if (!claims) return void response.status(401).json({ error: 'no token' });
  const { message: text, clientMessageId } = request.body;
  if (typeof text !== 'string' || text === '' || text.length > maxLength) return void response.status(400).json({});
  const conversationId = Number(request.params.id);
  const stored = await store(conversationId, claims.sub, text, clientMessageId);
  if (!stored) return void response.status(404).json({ error: 'no such conversation' });
  const message = { ...stored, conversationId, sender: claims.sub, message: text, clientMessageId };
  response.status(201).json({ message });
  io.to(`conversation-${conversationId}`).emit('new-chat-message', { conversationId, message });
});

io.use((socket, next) => {
  const claims = claimsOf(socket.handshake.auth.token);
  if (!claims) return next(new Error('no token'));
  socket.data.claims = claims;
  next();
});
io.on('connection', (socket) => {
  socket.on('join-chat', async ({ conversationId }, answer) => {
    if (socket.data.claims.role === 'admin') await socket.join(`conversation-${conversationId}`);
    answer?.({ ok: socket.data.claims.role === 'admin' });
  });
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());
