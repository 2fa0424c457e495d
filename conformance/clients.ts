import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientCommand } from './client-process.ts';
import type { Rule } from './rules.ts';

/** Halves the time that a process takes to start, which happens after every kill. */
const environment = { NODE_COMPILE_CACHE: join(tmpdir(), 'livechat-conformance-compiled') };

/** Runs one of our own clients under the Node that runs this. */
export function ownClient(path: string): ClientCommand {
  const args = ['--conditions=source', join(import.meta.dirname, 'clients', path)];
  return { program: process.execPath, args, environment };
}

export const packageClient = ownClient('package-client.mjs');
export const plainClient = ownClient('plain/main.mjs');
export const socketClient = ownClient('plain/over-sockets.mjs');

/** Each is the plain client with one fault; the vector that finds it, and the rule that it breaks. */
export const brokenClients: readonly { name: string; vector: string; rule: Rule }[] = [
  { name: 'another-id-on-retry', vector: 'request lost', rule: 'SAME_ID_ON_RETRY' },
  { name: 'forgets-on-restart', vector: 'killed while away', rule: 'NO_LOSS' },
  { name: 'never-catches-up', vector: 'cut, and written to', rule: 'CAUGHT_UP' },
  { name: 'order-of-arrival', vector: 'events backwards', rule: 'ORDER_BY_SEQ' },
  { name: 'echo-beside-own', vector: 'events doubled', rule: 'NO_DOUBLE_SHOWN' },
  { name: 'trusts-silence', vector: 'half-open', rule: 'RESUME_AFTER_SILENCE' },
  { name: 'one-token-for-ever', vector: 'token ends, closed', rule: 'TOKEN_RENEWED' },
  { name: 'hurries', vector: 'refused for a while', rule: 'RETRY_AFTER' },
];
