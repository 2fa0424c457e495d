import type { Role } from '@livechat/contracts/actor';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { ServerEvents } from '@livechat/contracts/socket';
import { io, type Socket } from 'socket.io-client';
import type { Scene } from './cast.ts';
import type { Person } from './people.ts';
import { readAll, readConversation } from './rest.ts';
import { askSocket } from './socket.ts';

interface JoinAnswer {
  conversation: Conversation;
  messages: Message[];
  hasMore: boolean;
}

const rereadEveryMs = 5_000;

export interface PlainFollower {
  socket: Socket;
  follow(conversationId: number): void;
  /** What it shows, by seq. */
  shown(conversationId: number): Message[];
  conversation(conversationId: number): Conversation | undefined;
  close(): void;
}

/**
 * An app as somebody writes it by api.md alone: joins, keeps what comes by seq, and after every reconnect joins again
 * with the last seq up to which nothing is missing. Edits and marks that it missed meanwhile it reads again, and the
 * conversation itself from time to time: nobody repeats an event about it that vanished.
 */
export function startPlainFollower(
  { baseUrl, ledger }: Pick<Scene, 'baseUrl' | 'ledger'>,
  person: Person,
): PlainFollower {
  const socket = io(baseUrl, {
    auth: { token: person.token },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
  });
  const held = new Map<number, Map<number, Message>>();
  const conversations = new Map<number, Conversation>();
  const liveSince = new Map<number, number>();
  const of = (conversationId: number) => held.get(conversationId);

  socket.onAny((_event: string, ...payloads: unknown[]) => {
    if (person.role === 'user') ledger.heard(person.canary, JSON.stringify(payloads));
  });
  const take = (message: Message) => {
    const messages = of(message.conversationId);
    if (messages && !messages.has(message.seq)) {
      ledger.showed(person.canary, message, liveSince.get(message.conversationId));
    }
    messages?.set(message.seq, newer(messages.get(message.seq), message));
  };
  const know = (conversation: Conversation) => {
    const known = conversations.get(conversation.id);
    if (!known || conversation.updatedAt >= known.updatedAt) conversations.set(conversation.id, conversation);
  };
  socket.on('conversation-updated', ({ conversation }: ServerEvents['conversation-updated']) => know(conversation));
  socket.on('new-user-message', ({ conversation }: ServerEvents['new-user-message']) => know(conversation));
  socket.on('new-chat-message', ({ message }: ServerEvents['new-chat-message']) => take(message));
  socket.on('message-updated', ({ message }: ServerEvents['message-updated']) => take(message));
  socket.on('messages-read', ({ conversationId, upToSeq, readerType, readerId }: ServerEvents['messages-read']) => {
    for (const message of of(conversationId)?.values() ?? []) {
      if (message.seq > upToSeq || !isMarked(message, readerType) || message.status === 'read') continue;
      message.status = 'read';
      message.readBy = readerId;
    }
  });
  socket.on('messages-delivered', ({ conversationId, upToSeq, recipientType }: ServerEvents['messages-delivered']) => {
    for (const message of of(conversationId)?.values() ?? []) {
      if (message.seq <= upToSeq && isMarked(message, recipientType) && message.status === 'sent') {
        message.status = 'delivered';
      }
    }
  });

  const join = async (conversationId: number) => {
    const messages = of(conversationId);
    while (messages && socket.connected) {
      const question = { conversationId, afterSeq: contiguous(messages) };
      const answer = await askSocket<JoinAnswer>(ledger, socket, 'join-chat', question);
      if (!answer?.ok) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      know(answer.conversation);
      for (const message of answer.messages) take(message);
      if (answer.hasMore) continue;
      liveSince.set(conversationId, Date.now());
      break;
    }
    for (const message of (await readAll(baseUrl, ledger, person, conversationId)) ?? []) take(message);
  };
  socket.on('connect', () => {
    for (const conversationId of held.keys()) void join(conversationId);
  });
  socket.on('disconnect', () => liveSince.clear());
  const rereading = setInterval(async () => {
    for (const conversationId of held.keys()) {
      const conversation = await readConversation(baseUrl, ledger, person, conversationId);
      if (conversation) know(conversation);
    }
  }, rereadEveryMs);

  return {
    socket,
    follow(conversationId) {
      if (held.has(conversationId)) return;
      held.set(conversationId, new Map());
      void join(conversationId);
    },
    shown: (conversationId) => [...(of(conversationId)?.values() ?? [])].sort((a, b) => a.seq - b.seq),
    conversation: (conversationId) => conversations.get(conversationId),
    close() {
      clearInterval(rereading);
      socket.close();
    },
  };
}

/** How far the seqs go without a gap. */
function contiguous(messages: ReadonlyMap<number, unknown>): number {
  let last = 0;
  while (messages.has(last + 1)) last += 1;
  return last;
}

/** Whether one side's marks are about this message: about the other side's, and never the system's. */
const isMarked = ({ senderType, messageType }: Message, by: Role) => senderType !== by && messageType !== 'system';

const rank = { sent: 0, delivered: 1, read: 2 };

/** What was read may be older than what an event has told meanwhile: the later text, and the further mark. */
function newer(held: Message | undefined, found: Message): Message {
  if (!held) return { ...found };
  const text = (found.editedAt ?? '') >= (held.editedAt ?? '') ? found : held;
  const mark = rank[found.status] >= rank[held.status] ? found : held;
  return { ...text, status: mark.status, readBy: mark.readBy };
}
