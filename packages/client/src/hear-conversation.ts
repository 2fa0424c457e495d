import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { Connection } from './connection.ts';
import type { Mark } from './merge-message.ts';

/** What is done with what is heard of one conversation. */
export interface Hearing {
  message(message: Message): void;
  mark(mark: Mark): void;
  /** One side has read something: the counts of the conversation are others now. */
  read(): void;
  conversation(conversation: Conversation): void;
}

/** Hands on the events of one conversation; returns how to stop it. */
export function hearConversation(
  connection: Pick<Connection, 'on'>,
  conversationId: number,
  hearing: Hearing,
): () => void {
  const ofThis = <Payload extends { conversationId: number }>(listener: (payload: Payload) => void) => {
    return (payload: Payload) => {
      if (payload.conversationId === conversationId) listener(payload);
    };
  };
  const stops = [
    connection.on(
      'new-chat-message',
      ofThis(({ message }) => hearing.message(message)),
    ),
    connection.on(
      'message-updated',
      ofThis(({ message }) => hearing.message(message)),
    ),
    connection.on(
      'new-user-message',
      ofThis(({ conversation }) => hearing.conversation(conversation)),
    ),
    connection.on('conversation-updated', ({ conversation }) => {
      if (conversation.id === conversationId) hearing.conversation(conversation);
    }),
    connection.on(
      'messages-read',
      ofThis(({ readerType, readerId, upToSeq, readAt }) => {
        hearing.mark({ by: readerType, upToSeq, at: readAt, readBy: readerId });
        hearing.read();
      }),
    ),
    connection.on(
      'messages-delivered',
      ofThis(({ recipientType, upToSeq, deliveredAt }) =>
        hearing.mark({ by: recipientType, upToSeq, at: deliveredAt, readBy: null }),
      ),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
