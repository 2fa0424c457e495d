// Sends one message over a socket: node examples/say.mjs TOKEN CONVERSATION_ID TEXT
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';

const [token, conversationId, message] = process.argv.slice(2);
const socket = io(process.env.LIVECHAT_URL ?? 'http://127.0.0.1:3000', { auth: { token } });

// With the same clientMessageId it can be sent as often as needed and is stored once.
const answer = await socket.timeout(10_000).emitWithAck('send-chat-message', {
  conversationId: Number(conversationId),
  message,
  clientMessageId: randomUUID(),
});
console.log(answer.ok ? `stored as #${answer.message.seq}` : `${answer.error.code}: ${answer.error.message}`);
socket.close();
