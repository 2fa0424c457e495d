import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { CallAnswer, CallFailure } from './answer.ts';
import { blockOf } from './blocked.ts';
import type { Connection } from './connection.ts';
import { createObservable, type Observable } from './observable.ts';
import { repeat } from './repeat.ts';

/** A row of a list: a conversation with its last message. */
export type Row = Conversation & { lastMessage: Message | null };

export interface ListPage<R extends Row> {
  conversations: R[];
  nextCursor: string | null;
}

export interface ListSnapshot<R extends Row, Page extends ListPage<R>, Filter> {
  filter: Filter;
  conversations: readonly R[];
  /** What else the newest page told, such as counts. */
  page: Page | undefined;
  status: 'loading' | 'ready';
  /** Why the last reading failed; what was read before stays. */
  failure: CallFailure | undefined;
  hasMore: boolean;
  loadingMore: boolean;
}

export interface ConversationList<R extends Row, Page extends ListPage<R>, Filter>
  extends Observable<ListSnapshot<R, Page, Filter>> {
  /** Other filters, sort or search; what is shown stays until the new page is there. */
  setFilter(filter: Filter): void;
  loadMore(): Promise<boolean>;
  reload(): void;
  close(): void;
}

export interface ListParts<R extends Row, Page extends ListPage<R>, Filter> {
  connection: Connection;
  filter: Filter;
  read(filter: Filter, page: { limit: number; cursor?: string }): Promise<CallAnswer<Page>>;
  /** After something happened it is read again soon, and once more when this time has passed. */
  settleMs: number;
  /** Read again also when nothing was heard: what events do not tell, and those that were lost. */
  rereadEveryMs: number;
  onPage?(conversations: readonly R[]): void;
}

/** Events that belong together come together. */
const atOnceMs = 100;
const pageLimit = 50;
const maxLimit = 100;

/** Conversations in the order of the services. Events change rows at once; reading again puts them in their place. */
export function createConversationList<R extends Row, Page extends ListPage<R>, Filter>(
  parts: ListParts<R, Page, Filter>,
): ConversationList<R, Page, Filter> {
  const { connection, read, settleMs, rereadEveryMs, onPage } = parts;
  const state = createObservable<ListSnapshot<R, Page, Filter>>({
    filter: parts.filter,
    conversations: [],
    page: undefined,
    status: 'loading',
    failure: undefined,
    hasMore: false,
    loadingMore: false,
  });
  let cursor: string | null = null;
  /** Counts filters: an answer to an earlier one comes too late. */
  let asked = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const now = () => state.getSnapshot();
  const update = (change: Partial<ListSnapshot<R, Page, Filter>>) => {
    if (!closed) state.set({ ...now(), ...change });
  };

  /** Reads as many as are shown, page by page. */
  const reread = async (): Promise<boolean> => {
    const block = blockOf(connection);
    if (block) {
      update({ failure: block });
      return true;
    }
    const [mine, wanted, { filter }] = [asked, Math.max(now().conversations.length, pageLimit), now()];
    const rows: R[] = [];
    let first: Page | undefined;
    let next: string | null = null;
    do {
      const limit = Math.min(wanted - rows.length, maxLimit);
      const answer: CallAnswer<Page> = await read(filter, { limit, ...(next !== null && { cursor: next }) });
      if (closed || mine !== asked) return true;
      if (!answer.ok) {
        update({ failure: answer });
        return false;
      }
      first ??= answer.value;
      rows.push(...answer.value.conversations);
      next = answer.value.nextCursor;
    } while (next !== null && rows.length < wanted);
    show(rows, next, first);
    return true;
  };

  const show = (rows: readonly R[], next: string | null, page: Page | undefined) => {
    cursor = next;
    readAt = performance.now();
    const before = new Map(now().conversations.map((row) => [row.id, row]));
    // A row that moved between two pages is in both.
    const once = [...new Map(rows.map((row) => [row.id, row])).values()];
    const conversations = once.map((row) => sameOr(before.get(row.id), row));
    update({ conversations, page: page ?? now().page, status: 'ready', failure: undefined, hasMore: next !== null });
    onPage?.(conversations);
  };

  let settled = true;
  const work = repeat(rereadEveryMs, async () => {
    const well = await reread();
    // What is counted is a little older than what happened.
    if (well && !settled) work.within(settleMs);
    settled = true;
    return well;
  });
  /** The first of many events is seen at once, the others together. */
  const changed = () => {
    work.within(settled && performance.now() - readAt > settleMs ? atOnceMs : settleMs);
    settled = false;
  };

  const patch = (id: number, change: (row: R) => R) => {
    const conversations = now().conversations.map((row) => (row.id === id ? change(row) : row));
    if (conversations.some((row, index) => row !== now().conversations[index])) update({ conversations });
    changed();
  };
  const patchConversation = (conversation: Conversation, message?: Message) =>
    patch(conversation.id, (row) => {
      const isNewer = conversation.updatedAt >= row.updatedAt;
      const isLast = message !== undefined && message.seq > (row.lastMessage?.seq ?? 0);
      return { ...row, ...(isNewer && conversation), ...(isLast && { lastMessage: message }) };
    });

  const stops = [
    connection.on('conversation-created', ({ conversation }) => patchConversation(conversation)),
    connection.on('conversation-updated', ({ conversation }) => patchConversation(conversation)),
    connection.on('new-user-message', ({ conversation, message }) => patchConversation(conversation, message)),
    connection.on('new-chat-message', ({ conversationId, message }) =>
      patch(conversationId, (row) =>
        message.seq > (row.lastMessage?.seq ?? 0) ? { ...row, lastMessage: message } : row,
      ),
    ),
    connection.on('message-updated', ({ conversationId, message }) =>
      patch(conversationId, (row) => (row.lastMessage?.id === message.id ? { ...row, lastMessage: message } : row)),
    ),
    connection.on('messages-read', ({ conversationId }) => patch(conversationId, (row) => row)),
    connection.state.subscribe(() => {
      if (connection.state.getSnapshot().state === 'online' || blockOf(connection)) work.now();
    }),
  ];
  work.now();

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    setFilter(filter) {
      asked += 1;
      update({ filter, status: 'loading', conversations: now().conversations.slice(0, pageLimit) });
      work.now();
    },
    async loadMore() {
      if (cursor === null || now().loadingMore) return false;
      const [mine, from] = [asked, cursor];
      update({ loadingMore: true });
      const answer = await read(now().filter, { limit: pageLimit, cursor: from });
      update({ loadingMore: false });
      if (!answer.ok || mine !== asked || cursor !== from) return false;
      show([...now().conversations, ...answer.value.conversations], answer.value.nextCursor, undefined);
      return true;
    },
    reload: work.now,
    close() {
      closed = true;
      work.close();
      for (const stop of stops) stop();
    },
  };
}

function sameOr<R>(before: R | undefined, next: R): R {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(next) ? before : next;
}
