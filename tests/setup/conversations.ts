import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { Person } from './people.ts';

export const conversationsPath = '/api/chat/conversations';
export const adminConversationsPath = '/api/chat/admin/conversations';

export async function openConversation(user: Person, fields: object = {}): Promise<Conversation> {
  const body = { subject: 'The printer is on fire', message: 'It really is.', ...fields };
  const answer = await user.call<{ conversation: Conversation }>('POST', conversationsPath, body);
  if (answer.status !== 201) throw new Error(`no conversation: ${JSON.stringify(answer.body)}`);
  return answer.body.conversation;
}

export function messagesPath(person: Person, conversationId: number): string {
  const base = person.role === 'admin' ? adminConversationsPath : conversationsPath;
  return `${base}/${conversationId}/messages`;
}

export function send(person: Person, conversationId: number, message: string, fields: object = {}) {
  return person.call<{ message: Message }>('POST', messagesPath(person, conversationId), { message, ...fields });
}

export async function readAll(person: Person, conversationId: number): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const after = messages.at(-1)?.seq ?? 0;
    const path = `${messagesPath(person, conversationId)}?after=${after}&limit=100`;
    const { body } = await person.call<{ messages: Message[]; hasMore: boolean }>('GET', path);
    messages.push(...body.messages);
    if (!body.hasMore) return messages;
  }
}

export async function readConversation(person: Person, conversationId: number): Promise<Conversation> {
  const base = person.role === 'admin' ? adminConversationsPath : conversationsPath;
  const { body } = await person.call<{ conversation: Conversation }>('GET', `${base}/${conversationId}`);
  return body.conversation;
}
