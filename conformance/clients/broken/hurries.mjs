// Broken on purpose: it repeats at once, whatever it was told. RETRY_AFTER.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

const createOutbox = (parts) =>
  honest.createOutbox({
    ...parts,
    async post(entry) {
      const answer = await parts.post(entry);
      return answer?.retryAfterMs ? parts.post(entry) : answer;
    },
  });
serveClient((options) => createPlainClient(options, { ...honest, createOutbox }));
