import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { Ledger } from './ledger.ts';
import type { Person } from './people.ts';

export interface RestAnswer<Body> {
  status: number;
  body: Body;
}

const timeoutMs = 10_000;

export const basePath = ({ role }: Person) =>
  role === 'admin' ? '/api/chat/admin/conversations' : '/api/chat/conversations';

/** One call as a plain client makes it; undefined when there was no answer. */
export async function ask<Body>(
  baseUrl: string,
  ledger: Ledger,
  person: Person,
  [method, path]: [method: string, path: string],
  body?: object,
): Promise<RestAnswer<Body> | undefined> {
  const call = ledger.answers.call(`${method} ${path}`, 'rest');
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    call.answered(response.status);
    if (person.role === 'user') ledger.heard(person.canary, text);
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    call.unanswered();
    return undefined;
  }
}

/** Every message of a conversation, as this person may see it; undefined when a page could not be read. */
export async function readAll(
  baseUrl: string,
  ledger: Ledger,
  person: Person,
  conversationId: number,
): Promise<Message[] | undefined> {
  const messages: Message[] = [];
  for (;;) {
    const path = `${basePath(person)}/${conversationId}/messages?after=${messages.at(-1)?.seq ?? 0}&limit=100`;
    const answer = await ask<{ messages: Message[]; hasMore: boolean }>(baseUrl, ledger, person, ['GET', path]);
    if (answer?.status !== 200) return undefined;
    messages.push(...answer.body.messages);
    if (!answer.body.hasMore) return messages;
  }
}

/** One conversation without its messages; undefined when it could not be read. */
export async function readConversation(
  baseUrl: string,
  ledger: Ledger,
  person: Person,
  conversationId: number,
): Promise<Conversation | undefined> {
  const path = `${basePath(person)}/${conversationId}`;
  const answer = await ask<{ conversation: Conversation }>(baseUrl, ledger, person, ['GET', path]);
  return answer?.status === 200 ? answer.body.conversation : undefined;
}
