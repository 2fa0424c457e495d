import type { Message } from '@livechat/contracts/chat/message';
import type { ServerEvents } from '@livechat/contracts/socket';
import { io, type Socket } from 'socket.io-client';
import type { Ledger } from './ledger.ts';
import type { Person } from './people.ts';

export interface PlainFollower {
  socket: Socket;
  follow(conversationId: number): void;
  /** What it shows, by seq. */
  shown(conversationId: number): Message[];
  close(): void;
}

/**
 * An app as somebody writes it by api.md alone: joins, keeps what comes by seq, and after every reconnect joins again
 * with the last seq up to which nothing is missing. Edits and marks that it missed meanwhile it reads again.
 */
export function startPlainFollower(
  baseUrl: string,
  ledger: Ledger,
  person: Person,
  reread: (conversationId: number) => Promise<Message[] | undefined>,
): PlainFollower {
  const socket = io(baseUrl, {
    auth: { token: person.token },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
  });
  const held = new Map<number, Map<number, Message>>();
  const of = (conversationId: number) => held.get(conversationId);

  socket.onAny((_event: string, ...payloads: unknown[]) => {
    if (person.role === 'user') ledger.heard(person.canary, JSON.stringify(payloads));
  });
  const take = (message: Message) => {
    const messages = of(message.conversationId);
    messages?.set(message.seq, newer(messages.get(message.seq), message));
  };
  socket.on('new-chat-message', ({ message }: ServerEvents['new-chat-message']) => take(message));
  socket.on('message-updated', ({ message }: ServerEvents['message-updated']) => take(message));
  socket.on('messages-read', ({ conversationId, upToSeq, readerType, readerId }: ServerEvents['messages-read']) => {
    for (const message of of(conversationId)?.values() ?? []) {
      if (message.seq > upToSeq || message.senderType === readerType || message.status === 'read') continue;
      message.status = 'read';
      message.readBy = readerId;
    }
  });
  socket.on('messages-delivered', ({ conversationId, upToSeq, recipientType }: ServerEvents['messages-delivered']) => {
    for (const message of of(conversationId)?.values() ?? []) {
      if (message.seq <= upToSeq && message.senderType !== recipientType && message.status === 'sent') {
        message.status = 'delivered';
      }
    }
  });

  const join = async (conversationId: number) => {
    const messages = of(conversationId);
    while (messages && socket.connected) {
      const answer = await socket
        .timeout(5_000)
        .emitWithAck('join-chat', { conversationId, afterSeq: contiguous(messages) })
        .catch(() => undefined);
      if (!answer?.ok) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      for (const message of answer.messages) take(message);
      if (!answer.hasMore) break;
    }
    for (const message of (await reread(conversationId)) ?? []) take(message);
  };
  socket.on('connect', () => {
    for (const conversationId of held.keys()) void join(conversationId);
  });

  return {
    socket,
    follow(conversationId) {
      if (held.has(conversationId)) return;
      held.set(conversationId, new Map());
      void join(conversationId);
    },
    shown: (conversationId) => [...(of(conversationId)?.values() ?? [])].sort((a, b) => a.seq - b.seq),
    close: () => void socket.close(),
  };
}

/** How far the seqs go without a gap. */
function contiguous(messages: ReadonlyMap<number, unknown>): number {
  let last = 0;
  while (messages.has(last + 1)) last += 1;
  return last;
}

const rank = { sent: 0, delivered: 1, read: 2 };

/** What was read may be older than what an event has told meanwhile: the later text, and the further mark. */
function newer(held: Message | undefined, found: Message): Message {
  if (!held) return { ...found };
  const text = (found.editedAt ?? '') >= (held.editedAt ?? '') ? found : held;
  const mark = rank[found.status] >= rank[held.status] ? found : held;
  return { ...text, status: mark.status, readBy: mark.readBy };
}
