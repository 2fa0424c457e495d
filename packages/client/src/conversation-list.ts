import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { CallAnswer, CallFailure } from './answer.ts';
import { blockOf } from './blocked.ts';
import type { Connection } from './connection.ts';
import { type Pages, pagesBetween, rowsOf, stale, withPageAt, withRow, withRowFirst } from './list-pages.ts';
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
  /** What is shown was kept on the device, and nothing was read yet: the first page that is read takes its place. */
  stale: boolean;
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
  /** Which places of the list are on the screen: these and the first are kept current, however many were loaded. */
  look(from: number, to: number): void;
  /** What an answer or an event says of a conversation; one that no longer fits the filter leaves. */
  know(conversation: Conversation): void;
  reload(): void;
  close(): void;
}

export interface ListParts<R extends Row, Page extends ListPage<R>, Filter> {
  connection: Pick<Connection, 'state' | 'on'>;
  filter: Filter;
  read(filter: Filter, page: { limit: number; cursor?: string }): Promise<CallAnswer<Page>>;
  fits(filter: Filter, conversation: Conversation): boolean;
  /** Whether the newest activity is first: then a row goes up as soon as something is heard of it. */
  isNewestFirst(filter: Filter): boolean;
  /** After something happened it is read again soon, and once more when this time has passed. */
  settleMs: number;
  /** Read again also when nothing was heard: what events do not tell, and those that were lost. */
  rereadEveryMs: number;
  onPage?(conversations: readonly R[]): void;
  /** What was kept of the list on the device, with the filter that it begins with: nothing is asked before it is shown. */
  kept?: {
    read(): Promise<readonly R[] | undefined>;
    /** The person whose list it is is gone. */
    onGone(listener: () => void): () => void;
  };
}

/** Events that belong together come together. */
const atOnceMs = 100;
const pageLimit = 50;
/** More than these are on no screen. */
const maxLookedAt = 4;

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
    stale: false,
    failure: undefined,
    hasMore: false,
    loadingMore: false,
  });
  let pages: Pages<R> = [];
  let looked = { from: 0, to: 0 };
  /** Counts filters: an answer to an earlier one comes too late. */
  let asked = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  /** What was heard while a page was read: the page may be older. */
  let heard = new Map<number, Conversation>();
  let begun = parts.kept === undefined;
  let closed = false;

  /** One reading at a time: each begins where the one before it has ended. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(reading: () => Promise<Value>): Promise<Value> => {
    const done = turn.then(reading);
    turn = done;
    return done;
  };

  const now = () => state.getSnapshot();
  const update = (change: Partial<ListSnapshot<R, Page, Filter>>) => {
    if (!closed) state.set({ ...now(), ...change });
  };
  const show = (made: Pages<R>, change: Partial<ListSnapshot<R, Page, Filter>> = {}) => {
    pages = made;
    const [before, next] = [now().conversations, rowsOf(made)];
    const same = before.length === next.length && next.every((row, index) => row === before[index]);
    const hasMore = (made.at(-1)?.next ?? null) !== null;
    update({ conversations: same ? before : next, hasMore, ...change });
  };

  /** Reads a page, or the one after the last. Undefined when nobody waits for it any more. */
  const readPage = async (at: number): Promise<boolean | undefined> => {
    const [mine, { filter }] = [asked, now()];
    const page = pages[at];
    const cursor = page ? page.start : (pages.at(-1)?.next ?? null);
    heard = new Map();
    const answer: CallAnswer<Page> = await read(filter, { limit: pageLimit, ...(cursor !== null && { cursor }) });
    if (closed || mine !== asked) return undefined;
    if (!answer.ok) {
      update({ failure: answer });
      return false;
    }
    const rows = answer.value.conversations.flatMap((row) => {
      const newer = heard.get(row.id);
      const known = newer && newer.updatedAt > row.updatedAt ? { ...row, ...newer } : row;
      return parts.fits(filter, known) ? [known] : [];
    });
    const isFirst = at === 0;
    show(withPageAt(pages, at, { rows, next: answer.value.nextCursor }), {
      ...(isFirst && { page: answer.value, status: 'ready' as const, stale: false }),
      failure: undefined,
    });
    if (isFirst) {
      readAt = performance.now();
      onPage?.(now().conversations);
    }
    return true;
  };

  /** The first page, where what is new comes in, and those on the screen: from each the next is known to begin. */
  const reread = async (): Promise<boolean> => {
    if (!begun) return true;
    const block = blockOf(connection);
    if (block) {
      update({ failure: block });
      return true;
    }
    pages = stale(pages);
    if ((await readPage(0)) === false) return false;
    return readLookedAt();
  };
  const readLookedAt = async (): Promise<boolean> => {
    for (let left = maxLookedAt; left > 0; left -= 1) {
      const at = pagesBetween(pages, looked.from, looked.to).find((one) => !pages[one]?.fresh);
      if (at === undefined) return true;
      const well = await readPage(at);
      if (!well) return well === undefined;
    }
    return true;
  };

  let settled = true;
  const work = repeat(rereadEveryMs, async () => {
    const well = await inTurn(reread);
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

  const patch = (id: number, change: (row: R) => R | undefined) => {
    const made = withRow(pages, id, change);
    if (made !== pages) show(made);
    changed();
  };
  const patchConversation = (conversation: Conversation, message?: Message) => {
    heard.set(conversation.id, conversation);
    patch(conversation.id, (row) => {
      const isNewer = conversation.updatedAt >= row.updatedAt;
      const isLast = message !== undefined && message.seq > (row.lastMessage?.seq ?? 0);
      const made = { ...row, ...(isNewer && conversation), ...(isLast && { lastMessage: message }) };
      return parts.fits(now().filter, made) ? made : undefined;
    });
    const { filter, conversations } = now();
    const isNewest = conversation.lastMessageAt > (conversations[0]?.lastMessageAt ?? '');
    if (isNewest && parts.isNewestFirst(filter)) show(withRowFirst(pages, conversation.id));
  };
  const patchMessage = (id: number, message: Message, isWanted: (last: Message | null) => boolean) =>
    patch(id, (row) => (isWanted(row.lastMessage) ? { ...row, lastMessage: message } : row));

  const stops = [
    connection.on('conversation-created', ({ conversation }) => patchConversation(conversation)),
    connection.on('conversation-updated', ({ conversation }) => patchConversation(conversation)),
    connection.on('new-user-message', ({ conversation, message }) => patchConversation(conversation, message)),
    connection.on('new-chat-message', ({ conversationId, message }) =>
      patchMessage(conversationId, message, (last) => message.seq > (last?.seq ?? 0)),
    ),
    connection.on('message-updated', ({ conversationId, message }) =>
      patchMessage(conversationId, message, (last) => last?.id === message.id),
    ),
    connection.on('messages-read', changed),
    connection.state.subscribe(() => {
      if (connection.state.getSnapshot().state === 'online' || blockOf(connection)) work.now();
    }),
    parts.kept?.onGone(() => {
      asked += 1;
      show([], { page: undefined, status: 'loading', stale: false });
      work.now();
    }),
  ];
  /** Shows first what was kept. */
  const begin = async (kept: Promise<readonly R[] | undefined>) => {
    const rows = await kept;
    begun = true;
    const isWanted = asked === 0 && pages.length === 0;
    if (rows && isWanted) show([{ start: null, rows, next: null, fresh: false }], { status: 'ready', stale: true });
    work.now();
  };
  if (parts.kept) begin(parts.kept.read());
  else work.now();

  let waiting = false;
  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    setFilter(filter) {
      asked += 1;
      looked = { from: 0, to: 0 };
      pages = pages.slice(0, 1);
      show(pages, { filter, status: 'loading', hasMore: false });
      work.now();
    },
    async loadMore() {
      const mine = asked;
      if (!now().hasMore || now().loadingMore || now().status === 'loading') return false;
      update({ loadingMore: true });
      const well = await inTurn(async () => mine === asked && now().hasMore && readPage(pages.length));
      update({ loadingMore: false });
      return well ?? false;
    },
    look(from, to) {
      looked = { from, to };
      if (waiting || pagesBetween(pages, from, to).every((at) => pages[at]?.fresh)) return;
      waiting = true;
      inTurn(() => {
        waiting = false;
        return readLookedAt();
      });
    },
    know: patchConversation,
    reload: work.now,
    close() {
      closed = true;
      work.close();
      for (const stop of stops) stop?.();
    },
  };
}
