import type { Role } from '@livechat/contracts/actor';
import type { Message } from '@livechat/contracts/chat/message';
import type { LocalMessage } from './local-message.ts';
import { firstSeq, type MessageWindow } from './message-window.ts';

/** One line of a conversation. `key` stays the same while an own message goes from local to stored. */
export type ChatItem =
  | { kind: 'stored'; key: string; message: Message }
  | {
      kind: 'local';
      key: string;
      local: LocalMessage | (Omit<LocalMessage, 'state' | 'mayBeStored' | 'isKept'> & { state: 'sent' });
    };

/** Stored messages in the order of their seqs, then own ones that are not stored yet, each once. */
export function viewOf(window: MessageWindow, locals: readonly LocalMessage[], role: Role): ChatItem[] {
  const mine = ({ senderType, clientMessageId }: Message) => senderType === role && clientMessageId !== null;
  const here = new Set(window.messages.filter(mine).map(({ clientMessageId }) => clientMessageId));
  // Acknowledged, and an earlier message is still missing: shown among what is on its way, not in a place of its own.
  const early = [...window.waiting.values()].filter((message) => mine(message) && !here.has(message.clientMessageId));
  const stored: ChatItem[] = window.messages.map((message) => ({ kind: 'stored', key: keyOf(message), message }));
  const sent: ChatItem[] = early
    .filter(({ seq }) => !window.loaded || seq >= firstSeq(window))
    .sort((one, other) => one.seq - other.seq)
    .map((message) => ({ kind: 'local', key: keyOf(message), local: sentOf(message) }));
  const shown = new Set([...here, ...early.map(({ clientMessageId }) => clientMessageId)]);
  const waiting: ChatItem[] = locals
    .filter(({ clientMessageId }) => !shown.has(clientMessageId))
    .map((local) => ({ kind: 'local', key: local.clientMessageId, local }));
  return [...stored, ...sent, ...waiting];
}

const keyOf = ({ clientMessageId, seq }: Message) => clientMessageId ?? `#${seq}`;

function sentOf({ clientMessageId, conversationId, message, createdAt }: Message) {
  return {
    clientMessageId: clientMessageId ?? '',
    conversation: conversationId,
    message,
    queuedAt: createdAt,
    state: 'sent' as const,
  };
}
