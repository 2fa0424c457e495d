// Broken on purpose: it believes every connection that nobody closed. RESUME_AFTER_SILENCE.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

serveClient((options) => ({ ...createPlainClient(options, honest), hint() {} }));
