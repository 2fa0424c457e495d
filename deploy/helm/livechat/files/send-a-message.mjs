// What `helm test` runs: a customer opens a conversation, follows it on a socket, writes, and hears their own message. So it
// goes through every service. It needs Node 24 and nothing else.
import { randomUUID } from 'node:crypto';

const { GATEWAY_URL, REALTIME_URL, CUSTOMER_USERNAME, CUSTOMER_PASSWORD, CUSTOMER_TOKEN } = process.env;
const answerWithinMs = 10_000;

const token = CUSTOMER_TOKEN ?? (await signIn());
const { username } = (await call('GET', '/api/auth/me')).principal;
const first = 'A test of the installation. Nobody has to answer it.';
const opened = await call('POST', '/api/chat/conversations', {
  username,
  subject: 'Installation test',
  message: first,
});
const conversationId = opened.conversation.id;
try {
  const socket = await openSocket();
  await socket.ask('join-chat', { conversationId });
  const clientMessageId = randomUUID();
  const heard = socket.hear('new-chat-message', ({ message }) => message.clientMessageId === clientMessageId);
  const message = `Written by the test at ${new Date().toISOString()}`;
  await call('POST', `/api/chat/conversations/${conversationId}/messages`, { message, clientMessageId });
  const { message: delivered } = await heard;
  if (delivered.message !== message) throw new Error('the socket heard another text than was written');
  console.log(`Stored as message ${delivered.seq} of conversation ${conversationId}, and heard on a socket.`);
  socket.close();
} finally {
  // A customer may have a few open ones only.
  await call('PATCH', `/api/chat/conversations/${conversationId}/status`, { status: 'closed' });
}

async function signIn() {
  if (!CUSTOMER_USERNAME || !CUSTOMER_PASSWORD)
    throw new Error('the Secret has neither a token nor username and password');
  const body = { username: CUSTOMER_USERNAME, password: CUSTOMER_PASSWORD };
  return (await call('POST', '/api/auth/login', body, {})).accessToken;
}

async function call(method, path, body, headers = { authorization: `Bearer ${token}` }) {
  const answer = await fetch(GATEWAY_URL + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${content.code}`);
  return content;
}

/** Socket.IO as it is on the wire: Engine.IO 4 over WebSocket. */
async function openSocket() {
  const address = `${REALTIME_URL.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const webSocket = new WebSocket(address);
  const listeners = new Set();
  webSocket.onmessage = ({ data }) => {
    if (data === '2') webSocket.send('3');
    for (const listener of listeners) listener(data);
  };
  /** What `read` makes of the first frame of which it makes anything. */
  const next = (what, read) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(reject, answerWithinMs, new Error(`no ${what} in ${answerWithinMs} ms`));
      listeners.add((frame) => {
        const found = read(frame);
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    });
  const failed = new Promise((_, reject) => {
    webSocket.onerror = () => reject(new Error(`no WebSocket to ${address}`));
  });
  const after = (prefix) => (frame) => (frame.startsWith(prefix) ? frame.slice(prefix.length) || '{}' : undefined);

  await Promise.race([next('session', after('0')), failed]);
  const entered = next('answer to the token', (frame) => after('40')(frame) ?? after('44')(frame));
  webSocket.send(`40${JSON.stringify({ token })}`);
  const entry = JSON.parse(await entered);
  if (entry.sid === undefined) throw new Error(`the socket was refused: ${entry.data?.code ?? entry.message}`);
  return {
    async ask(event, input) {
      const answer = next(`answer to ${event}`, after('430'));
      webSocket.send(`420${JSON.stringify([event, input])}`);
      const [{ ok, error }] = JSON.parse(await answer);
      if (!ok) throw new Error(`${event}: ${error.code}`);
    },
    hear: (event, isIt) =>
      next(event, (frame) => {
        const told = after('42')(frame);
        if (told === undefined) return undefined;
        const [name, payload] = JSON.parse(told);
        return name === event && isIt(payload) ? payload : undefined;
      }),
    close: () => webSocket.close(),
  };
}
