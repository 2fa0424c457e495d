// Broken on purpose: every attempt has an id of its own. SAME_ID_ON_RETRY.
import { randomUUID } from 'node:crypto';
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

const createOutbox = (parts) => {
  const tried = new Set();
  return honest.createOutbox({
    ...parts,
    newId({ clientMessageId }) {
      if (tried.has(clientMessageId)) return randomUUID();
      tried.add(clientMessageId);
      return clientMessageId;
    },
  });
};
serveClient((options) => createPlainClient(options, { ...honest, createOutbox }));
