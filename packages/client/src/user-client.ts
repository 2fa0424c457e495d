import type { Conversation, ConversationStatus, UserConversation } from '@livechat/contracts/chat/conversation';
import { type Client, type ClientOptions, createClientCore } from './client.ts';
import { type ConversationList, createConversationList, type ListPage } from './conversation-list.ts';
import { createLiveRows } from './live-rows.ts';

export interface UserFilter {
  status?: ConversationStatus;
}

export type UserList = ConversationList<UserConversation, ListPage<UserConversation>, UserFilter>;

export interface UserClient extends Client<'user'> {
  /** The person's own conversations, newest activity first, kept current; with `keepLoaded` at once those of last time. */
  listConversations(filter?: UserFilter): UserList;
}

const isWhole = ({ status }: UserFilter) => status === undefined;
const settleMs = 300;
const rereadEveryMs = 30_000;

/** The client of a customer. */
export function createUserClient(options: ClientOptions): UserClient {
  const core = createClientCore(
    {
      role: 'user',
      conversationCalls: (calls) => calls,
      deliver: (calls) => ({
        send: (conversationId, { clientMessageId, message, metadata, replyToId }, sender) =>
          calls.sendMessage(
            {
              conversationId,
              clientMessageId,
              message,
              ...(metadata && { metadata }),
              ...(replyToId && { replyToId }),
            },
            { sender },
          ),
        open: ({ opens, clientMessageId, message }, sender) =>
          calls.createConversation({ subject: '', ...opens, clientMessageId, message }, { sender }),
      }),
    },
    options,
  );
  const { connection, calls, rooms, kept, onClose, opened: _, ...client } = core;
  return {
    ...client,
    calls,
    connection,
    listConversations(filter = {}) {
      const rows = createLiveRows(connection, rooms);
      const place = isWhole(filter) ? kept?.list() : undefined;
      const list = createConversationList<UserConversation, ListPage<UserConversation>, UserFilter>({
        connection,
        filter,
        read: (chosen, page) => calls.listConversations({ ...chosen, ...page }),
        isNewestFirst: () => true,
        fits: ({ status }, conversation) => status === undefined || conversation.status === status,
        settleMs,
        rereadEveryMs,
        onPage: (conversations: readonly Conversation[]) => rows.follow(conversations),
        ...(place && { kept: { ...place, read: async () => (await place.read())?.conversations } }),
      });
      let before: readonly UserConversation[] | undefined;
      const stop = list.subscribe(() => {
        const { conversations, status, stale, filter: chosen } = list.getSnapshot();
        if (status !== 'ready' || stale || !isWhole(chosen) || conversations === before) return;
        before = conversations;
        place?.keep(conversations);
      });
      const close = () => {
        stop();
        list.close();
        rows.close();
      };
      onClose(close);
      return { ...list, close };
    },
  };
}
