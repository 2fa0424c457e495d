import type { ArmedFaults, RequestKind } from './armed-faults.ts';
import type { Tokens } from './tokens.ts';
import type { SendWatch } from './watch-sends.ts';

/** What both sides of the proxy, requests and sockets, share. */
export interface ProxyParts {
  /** Where the gateway is. */
  target: URL;
  faults: ArmedFaults;
  tokens: Tokens;
  sends: SendWatch;
}

export const refusals = {
  unavailable: { status: 503, code: 'UNAVAILABLE', message: 'Something behind is down or slow', retryAfterMs: 200 },
  limited: { status: 429, code: 'RATE_LIMITED', message: 'Too many messages', retryAfterMs: 400 },
} as const;

export const delayMs = 150;

const messagesPath = /^\/api\/chat\/conversations\/\d+\/messages(\?|$)/;

export function kindOf(method: string, path: string): RequestKind {
  if (method === 'POST' && messagesPath.test(path)) return 'send';
  return method === 'GET' && path.startsWith('/api/chat/') ? 'read' : 'other';
}

/** What a body or an event says of a message; nothing when it is not one. */
export function messageIn(json: string): { text: unknown; clientMessageId: unknown } {
  try {
    const { message, clientMessageId } = Object(JSON.parse(json));
    return { text: message, clientMessageId };
  } catch {
    // The gateway will say so.
    return { text: undefined, clientMessageId: undefined };
  }
}
