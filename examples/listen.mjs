// Prints what happens, as it happens: node examples/listen.mjs TOKEN [CONVERSATION_ID]
import { io } from 'socket.io-client';

const [token, conversationId] = process.argv.slice(2);
const socket = io(process.env.LIVECHAT_URL ?? 'http://127.0.0.1:3000', { auth: { token } });
const print = ({ seq, senderName, message }) => console.log(`#${seq} ${senderName}: ${message}`);

socket.on('connect_error', (error) => console.error('cannot connect:', error.data?.code ?? error.message));
socket.on('chat-error', ({ event, code, message }) => console.error(`${event}: ${code}, ${message}`));

// Staff hear of every customer's message, whichever conversation it is in.
socket.on('new-user-message', ({ message, conversation }) => {
  console.log(`a customer wrote in conversation ${conversation.id}, "${conversation.subject}"`);
  print(message);
});

// Who joined a conversation hears everything in it. After a lost connection `afterSeq` brings what was missed.
let lastSeq = 0;
const show = (message) => {
  if (message.seq <= lastSeq) return;
  lastSeq = message.seq;
  print(message);
};
socket.on('new-chat-message', ({ message }) => show(message));
socket.on('connect', async () => {
  if (conversationId !== undefined) {
    const joined = await socket.emitWithAck('join-chat', {
      conversationId: Number(conversationId),
      afterSeq: lastSeq,
    });
    joined.messages?.forEach(show);
  }
  console.log('listening');
});
