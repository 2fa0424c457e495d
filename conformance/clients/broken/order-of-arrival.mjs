// Broken on purpose: messages are shown as they come. ORDER_BY_SEQ.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

const createMessages = () => {
  const ordered = honest.createMessages();
  const arrived = new Map();
  return {
    ...ordered,
    all: () => [...arrived.values()],
    take(message) {
      ordered.take(message);
      if (!arrived.has(message.seq)) arrived.set(message.seq, message);
    },
  };
};
serveClient((options) => createPlainClient(options, { ...honest, createMessages }));
