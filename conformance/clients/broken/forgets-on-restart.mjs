// Broken on purpose: what is not sent yet is only in memory. NO_LOSS.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

const storage = () => ({ list: async () => [], set: async () => {}, delete: async () => {} });
serveClient((options) => createPlainClient(options, { ...honest, storage }));
