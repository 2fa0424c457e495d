import type { Conversation, StaffConversation } from '@livechat/contracts/chat/conversation';
import type { ConversationCounts } from '@livechat/contracts/chat/list-all-conversations';
import { noAnswer } from './answer.ts';
import type { Calls } from './calls.ts';
import { type Client, type ClientOptions, createClientCore } from './client.ts';
import { type ConversationList, createConversationList, type ListPage } from './conversation-list.ts';
import { fitsFilter } from './fits-filter.ts';

/** Status, priority, assignee, userId, unread, q and sort, as `listAllConversations` takes them. */
export type StaffFilter = Omit<NonNullable<Parameters<Calls<'admin'>['listAllConversations']>[0]>, 'limit' | 'cursor'>;

export interface StaffPage extends ListPage<StaffConversation> {
  counts: ConversationCounts;
}

export type StaffList = ConversationList<StaffConversation, StaffPage, StaffFilter>;

export interface StaffClientOptions extends ClientOptions {
  /** The person's id: with it, what was given to somebody else leaves the list of one's own at once, not when it is read again. */
  ownId?: number;
}

export interface StaffClient extends Client<'admin'> {
  /** Everybody's conversations with counts, kept current. */
  listConversations(filter?: StaffFilter): StaffList;
  /** What the answer to a call says of a conversation: lists and open conversations show it without waiting for its event. */
  know(conversation: Conversation): void;
}

/** Counts are up to 2 s old anyway. */
const settleMs = 2_000;
/** No event tells that a colleague has read something. */
const rereadEveryMs = 20_000;

/** The client of a member of staff. */
export function createStaffClient(options: StaffClientOptions): StaffClient {
  const core = createClientCore(
    {
      role: 'admin',
      conversationCalls: (calls) => calls,
      deliver: (calls) => ({
        send: (conversationId, { clientMessageId, message, metadata, replyToId, basedOnSeq }, sender) =>
          calls.sendMessage(
            {
              conversationId,
              clientMessageId,
              message,
              ...(metadata && { metadata }),
              ...(replyToId && { replyToId }),
              ...(basedOnSeq !== undefined && { basedOnSeq }),
            },
            { sender },
          ),
        // Staff open none; an entry that says so is not theirs.
        open: async () => noAnswer('SIGNED_OUT'),
      }),
    },
    options,
  );
  const { connection, calls, onClose, opened, rooms: _, kept: __, ...client } = core;
  const lists = new Set<StaffList>();
  return {
    ...client,
    calls,
    connection,
    listConversations(filter = {}) {
      const list = createConversationList<StaffConversation, StaffPage, StaffFilter>({
        connection,
        filter,
        read: (chosen, page) => calls.listAllConversations({ ...chosen, ...page }),
        isNewestFirst: ({ sort = 'activity' }) => sort === 'activity',
        fits: (chosen, conversation) => fitsFilter(chosen, conversation, options.ownId),
        settleMs,
        rereadEveryMs,
      });
      lists.add(list);
      const close = () => {
        lists.delete(list);
        list.close();
      };
      onClose(close);
      return { ...list, close };
    },
    know(conversation) {
      for (const list of lists) list.know(conversation);
      for (const open of opened) open.know(conversation);
    },
  };
}
