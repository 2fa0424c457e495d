// packages/client under the kit, as a customer's app uses it.
import { createHostSession } from '@livechat/client/host-session';
import { createUserClient } from '@livechat/client/user-client';
import { fileStorage } from './file-storage.mjs';
import { serveClient } from './serve-client.mjs';

serveClient(({ baseUrl, tokenUrl, person, conversationId, stateDir }) => {
  const getToken = async () => (await (await fetch(tokenUrl)).json()).token;
  const session = createHostSession({ getToken, sender: `user:${person}` });
  const client = createUserClient({ baseUrl, session, storage: fileStorage(stateDir), onFault: complain });
  const chat = client.openConversation(conversationId);
  return {
    send: (text) => chat.send(text).clientMessageId,
    show: () => chat.getSnapshot().items.map(shown),
    hint: client.connection.hint,
    close() {
      client.close();
      session.close();
    },
  };
});

function shown(item) {
  if (item.kind === 'local') {
    const { clientMessageId, message, state } = item.local;
    return { seq: null, clientMessageId, text: message, state: states[state] };
  }
  const { seq, clientMessageId, message } = item.message;
  return { seq, clientMessageId, text: message, state: 'stored' };
}

/** `sent`: acknowledged, while an earlier message is still missing. */
const states = { queued: 'queued', sending: 'sending', sent: 'sending', refused: 'failed' };

function complain(fault) {
  process.stderr.write(`${JSON.stringify(fault)}\n`);
}
