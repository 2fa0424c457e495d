import { fileStorage } from '../file-storage.mjs';
import { connect } from './connection.mjs';
import { createMessages } from './messages.mjs';
import { createOutbox } from './outbox.mjs';
import { createPost, timeLimitMs } from './post.mjs';

/** How the parts are put together; a client that is broken on purpose replaces one of them. */
export const honest = {
  storage: fileStorage,
  connect,
  createMessages,
  createOutbox,
  createPost,
  /** Stored messages, then own ones that wait. */
  show: (messages, entries) => [...messages.map(storedLine), ...entries.map(waitingLine)],
};

/** A customer's client as docs/clients.md says: Socket.IO's own library and `fetch`, nothing of ours. */
export function createPlainClient({ baseUrl, tokenUrl, conversationId, stateDir }, parts = honest) {
  const getToken = async () => {
    const response = await fetch(tokenUrl, { signal: AbortSignal.timeout(timeLimitMs) });
    return (await response.json()).token;
  };
  const messages = parts.createMessages();
  const take = (message) => {
    messages.take(message);
    outbox.saw(message);
    if (messages.hasGap()) connection.resume();
  };

  const post = parts.createPost({ baseUrl, conversationId, connection: () => connection });
  const outbox = parts.createOutbox({ storage: parts.storage(stateDir), post, onStored: take });
  const connection = parts.connect({
    baseUrl,
    getToken,
    conversationId,
    lastSeq: messages.last,
    onMessage: take,
    onOnline: outbox.kick,
  });

  return {
    send: outbox.send,
    show: () => parts.show(messages.all(), outbox.entries),
    hint: () => void connection.hint(),
    close() {
      outbox.close();
      connection.close();
    },
  };
}

export function storedLine({ seq, clientMessageId, message }) {
  return { seq, clientMessageId, text: message, state: 'stored' };
}

function waitingLine({ clientMessageId, text, failed }) {
  return { seq: null, clientMessageId, text, state: failed ? 'failed' : 'queued' };
}
