import { randomUUID } from 'node:crypto';
import type { Stored } from './judge.ts';
import { signToken, type TokenClaims } from './proxy/tokens.ts';

/** The running system, past the proxy. */
export interface System {
  gateway: string;
  jwtSecret: string;
}

/** What the kit does itself: everything but the client's part. */
export interface GatewayCalls {
  /** Somebody that the system has never seen, with a conversation. */
  openConversation(text: string): Promise<{ claims: TokenClaims; conversationId: number }>;
  writeAsStaff(conversationId: number, text: string): Promise<void>;
  readAll(conversationId: number): Promise<Stored[]>;
}

const lifeSeconds = 3 * 3_600;

export function createGatewayCalls({ gateway, jwtSecret }: System): GatewayCalls {
  const staff = signToken(claimsOf('admin'), jwtSecret, lifeSeconds);

  const call = async (token: string, method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = { method, headers, signal: AbortSignal.timeout(20_000), ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(gateway + path, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return Object(await response.json());
  };

  return {
    async openConversation(text) {
      const claims = claimsOf('user');
      const token = signToken(claims, jwtSecret, lifeSeconds);
      const { conversation } = await call(token, 'POST', '/api/chat/conversations', { subject: text, message: text });
      return { claims, conversationId: Number(Object(conversation).id) };
    },
    async writeAsStaff(conversationId, message) {
      await call(staff, 'POST', `/api/chat/admin/conversations/${conversationId}/messages`, { message });
    },
    async readAll(conversationId) {
      const stored: Stored[] = [];
      for (;;) {
        const after = stored.at(-1)?.seq ?? 0;
        const path = `/api/chat/admin/conversations/${conversationId}/messages?after=${after}&limit=100`;
        const { messages, hasMore } = await call(staff, 'GET', path);
        for (const { seq, clientMessageId, message } of messages as Record<string, unknown>[]) {
          stored.push({ seq: Number(seq), clientMessageId: clientMessageId as string | null, text: String(message) });
        }
        if (!hasMore) return stored;
      }
    },
  };
}

function claimsOf(role: TokenClaims['role']): TokenClaims {
  const sub = randomUUID();
  return { sub, role, username: `${role}-${sub.slice(0, 8)}` };
}
