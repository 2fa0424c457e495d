import { serveClient } from '../serve-client.mjs';
import { createPlainClient } from './plain-client.mjs';

serveClient((options) => createPlainClient(options));
