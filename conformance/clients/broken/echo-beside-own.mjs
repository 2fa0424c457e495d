// Broken on purpose: an own message stays where it was written, and its event is shown too. NO_DOUBLE_SHOWN.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

serveClient((options) => {
  const written = [];
  const show = (messages, entries) => [...honest.show(messages, entries), ...written];
  const client = createPlainClient(options, { ...honest, show });
  return {
    ...client,
    async send(text) {
      const clientMessageId = await client.send(text);
      written.push({ seq: null, clientMessageId, text, state: 'sending' });
      return clientMessageId;
    },
  };
});
