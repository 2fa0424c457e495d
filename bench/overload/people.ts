import jwt from 'jsonwebtoken';
import type { Sender } from './jobs.ts';

const sign = (secret: string, role: string, sub: string) =>
  jwt.sign({ sub, role, username: sub, name: sub }, secret, { algorithm: 'HS256', expiresIn: '30 minutes' });

/** So many customers with a conversation each, and a token of staff. */
export async function makePeople(
  gateway: string,
  secret: string,
  count: number,
): Promise<{ senders: Sender[]; staff: string }> {
  const senders: Sender[] = [];
  for (let index = 0; index < count; index += 1) {
    const token = sign(secret, 'user', `customer-${index}`);
    const response = await fetch(`${gateway}/api/chat/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ subject: 'My order', message: 'Hello' }),
    });
    if (response.status !== 201) throw new Error(`no conversation: ${response.status} ${await response.text()}`);
    const { conversation } = (await response.json()) as { conversation: { id: number } };
    const url = `${gateway}/api/chat/conversations/${conversation.id}/messages`;
    senders.push({ url, token, conversationId: conversation.id });
  }
  return { senders, staff: sign(secret, 'admin', 'agent-of-the-bench') };
}
