import { io } from 'socket.io-client';

const probeMs = 3_000;

/** Keeps one socket, with a good token, that follows one conversation. */
export function connect({ baseUrl, getToken, conversationId, lastSeq, onMessage, onOnline }) {
  let token;
  let catchingUp;
  let closed = false;

  const socket = io(baseUrl, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
    auth: async (give) => give({ token: await current() }),
  });

  const current = async () => {
    token ??= await getToken().catch(() => undefined);
    return token;
  };
  const renew = async (old) => {
    if (token === old) token = undefined;
    return current();
  };
  const again = () => {
    if (!closed) socket.disconnect().connect();
  };

  /** Follows the conversation, and brings what came after the last message that is held. */
  const catchUp = async () => {
    for (let more = true; more && socket.connected; ) {
      const question = { conversationId, afterSeq: lastSeq() };
      const answer = await socket.timeout(10_000).emitWithAck('join-chat', question);
      if (!answer.ok) return void setTimeout(resume, answer.error.retryAfterMs ?? 1_000);
      answer.messages.forEach(onMessage);
      more = answer.hasMore;
    }
  };
  const resume = () => {
    // Nobody answers, or the connection is lost: with the next one it begins anew.
    catchingUp ??= catchUp()
      .catch(() => socket.connected && again())
      .finally(() => {
        catchingUp = undefined;
      });
    return catchingUp;
  };

  socket.on('connect', () => {
    onOnline();
    // What was asked over the last connection is not answered over this one.
    catchingUp = undefined;
    resume();
  });
  socket.on('disconnect', (reason) => {
    // The server ended it, for a token that is over for one: the library does not come back by itself then.
    if (reason === 'io server disconnect') again();
  });
  socket.on('connect_error', async (error) => {
    if (socket.active) return; // The network: the library tries again by itself.
    const { code, retryAfterMs = 1_000 } = error.data ?? {};
    if (code === 'BLOCKED') return;
    const old = token;
    const renewed = code === 'UNAUTHENTICATED' ? await renew(old) : undefined;
    if (renewed !== undefined && renewed !== old) return again();
    setTimeout(again, retryAfterMs);
  });
  socket.on('auth-expiring', async () => {
    const renewed = await renew(token);
    if (renewed !== undefined) socket.emit('authenticate', { token: renewed });
  });
  socket.on('new-chat-message', ({ message }) => {
    if (message.conversationId === conversationId) onMessage(message);
  });

  return {
    current,
    async renew(old) {
      const renewed = await renew(old);
      if (renewed !== undefined && socket.connected) socket.emit('authenticate', { token: renewed });
      return renewed;
    },
    /** An answer of the services, or undefined when there was none. */
    async ask(event, question) {
      if (!socket.connected) return undefined;
      return socket
        .timeout(10_000)
        .emitWithAck(event, question)
        .catch(() => undefined);
    },
    resume,
    /** The network may have changed: a connection that nobody closed may be dead. */
    async hint() {
      if (!socket.connected) return again();
      const asked = socket.id;
      const isAlive = await socket
        .timeout(probeMs)
        .emitWithAck('authenticate', { token })
        .then(
          () => true,
          () => false,
        );
      if (!isAlive && socket.id === asked) again();
    },
    close() {
      closed = true;
      socket.disconnect();
    },
  };
}
