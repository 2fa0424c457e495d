import type { Role } from '@livechat/contracts/actor';
import type { Conversation, Priority } from '@livechat/contracts/chat/conversation';
import type { Message, Metadata } from '@livechat/contracts/chat/message';
import type { CallAnswer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import type { OnFault } from './fault.ts';
import { type ConversationRef, type LocalMessage, localOf } from './local-message.ts';
import type { Lock } from './lock.ts';
import { createObservable, type Observable } from './observable.ts';
import { createOutboxChanges, type OutboxChanges } from './outbox-changes.ts';
import { createOutboxEntries } from './outbox-entries.ts';
import { inOrder, nextOf, type OutboxEntry, type Outcome, outcomeOf, refused } from './outbox-rules.ts';
import { isOutboxKey } from './outbox-store.ts';
import { createOutboxTurns } from './outbox-turns.ts';
import { randomId } from './random-id.ts';
import type { Session } from './session.ts';
import type { KeyValueStorage } from './storage.ts';

export interface SendFields {
  metadata?: Metadata;
  replyToId?: number;
  /** Staff only: the last seq that the writer has seen; when others wrote since, the message waits for `anyway`. */
  basedOnSeq?: number;
}

export interface Outbox extends OutboxChanges {
  messages: Observable<readonly LocalMessage[]>;
  send(conversation: ConversationRef, message: string, fields?: SendFields): LocalMessage;
  /** Opens a conversation with its first message; `conversation` of the answer stands for its id until it has one. */
  startConversation(fields: { subject: string; priority?: Priority; message: string }): LocalMessage;
  /** The id behind a name, once it is known. */
  idOf(conversation: ConversationRef): number | undefined;
  onStored(listener: (message: Message, conversation?: Conversation) => void): () => void;
  /** A stored message was seen: what waits under its id is done, whoever sent it. */
  saw(message: Message): void;
  /** The network is back: what waits for it goes on. */
  kick(): void;
  close(): void;
}

export interface Delivered {
  message: Message;
  /** The one that was opened. */
  conversation?: Conversation;
}

/** How a message is stored; by the REST calls of the client. */
export interface Deliver {
  send(id: number, entry: OutboxEntry, sender: string): Promise<CallAnswer<Delivered>>;
  open(entry: OutboxEntry, sender: string): Promise<CallAnswer<Delivered>>;
}

export interface OutboxOptions {
  role: Role;
  deliver: Deliver;
  session: Session;
  storage: KeyValueStorage;
  lock: Lock;
  onFault: OnFault;
}

/** A person waits for it, and only who has something to send asks: the service is not left alone for longer than this. */
const backoff = { firstMs: 500, maxMs: 5_000 };
const findOpenedEveryMs = 30_000;
/** What another tab took away is stored: by then it has most likely come as a message. */
const followAfterMs = 200;

/** What waits for one conversation is sent one by one. */
interface Lane {
  running: boolean;
  failures: number;
  timer?: ReturnType<typeof setTimeout> | undefined;
  because?: 'network' | 'limit' | 'service';
  waitsUntil?: number | undefined;
}

export function createOutbox({ role, deliver, session, storage, lock, onFault }: OutboxOptions): Outbox {
  const lanes = new Map<ConversationRef, Lane>();
  const listeners = new Set<(message: Message, conversation?: Conversation) => void>();
  const shown = createObservable<readonly LocalMessage[]>([]);
  const inFlight = new Set<string>();
  let sender: string | undefined;
  let closed = false;

  const local = (entry: OutboxEntry) =>
    localOf(entry, {
      isInFlight: inFlight.has(entry.clientMessageId),
      isKept: entries.isKept(entry),
      waitsUntil: lanes.get(entry.conversation)?.waitsUntil,
    });
  const show = () => shown.set(inOrder([...entries.all()]).map(local));
  const entries = createOutboxEntries(storage, onFault, show);
  const turns = createOutboxTurns(lock, entries.reload);
  const turnOf = (conversation: ConversationRef) => `outbox/${sender}/${conversation}`;

  const laneFor = (conversation: ConversationRef): Lane => {
    const lane = lanes.get(conversation) ?? { running: false, failures: 0 };
    lanes.set(conversation, lane);
    return lane;
  };

  const runAll = () => {
    for (const conversation of new Set([...entries.all()].map((entry) => entry.conversation))) run(conversation);
  };

  const run = async (conversation: ConversationRef): Promise<void> => {
    const lane = laneFor(conversation);
    const person = sender;
    if (lane.running || person === undefined) return;
    const next = () => {
      if (closed || lane.timer || lanes.get(conversation) !== lane) return undefined;
      return nextOf(entries.lane(conversation));
    };
    if (!next()) return;
    lane.running = true;
    try {
      // A turn for each: who wants to take one back, in another tab, need not wait until all are sent.
      while (next()) {
        await turns.take(turnOf(conversation), async () => {
          const entry = next();
          if (entry) await attempt(entry, lane, person);
        });
      }
    } finally {
      lane.running = false;
    }
    // What was added after the last look, and what other tabs left.
    if (!closed) runAll();
  };

  const attempt = async (entry: OutboxEntry, lane: Lane, person: string) => {
    const { clientMessageId, conversation } = entry;
    const id = entries.idOf(conversation);
    if (id === undefined && !entry.opens) return findOpened(entry, lane);
    inFlight.add(clientMessageId);
    if (entry.attempted) show();
    else await entries.put({ ...entry, attempted: true });
    const answer =
      id === undefined || entry.opens ? await deliver.open(entry, person) : await deliver.send(id, entry, person);
    inFlight.delete(clientMessageId);
    if (closed || person !== sender) return;
    const outcome = outcomeOf(answer, backoffMs(backoff, lane.failures));
    if (outcome.outcome === 'stored') {
      lane.failures = 0;
      return done(entry, outcome.value);
    }
    const current = entries.get(clientMessageId);
    // Seen as stored meanwhile, by way of another tab.
    if (!current) return show();
    if (outcome.outcome === 'refused') return entries.put(refused(current, outcome.refusal, entry.attempted));
    // It was told so, and was never sent before: it is as if it had not been tried.
    if (outcome.because === 'limit' && !entry.attempted) await entries.put({ ...current, attempted: false });
    lane.failures += 1;
    wait(conversation, lane, outcome);
  };

  const wait = (
    conversation: ConversationRef,
    lane: Lane,
    { afterMs, because }: Pick<Again, 'afterMs' | 'because'>,
  ) => {
    lane.because = because;
    lane.waitsUntil = because === 'limit' ? Date.now() + afterMs : undefined;
    lane.timer = setTimeout(() => resume(conversation, lane), afterMs);
    show();
  };

  const resume = (conversation: ConversationRef, lane: Lane) => {
    clearTimeout(lane.timer);
    lane.timer = undefined;
    lane.waitsUntil = undefined;
    run(conversation);
  };

  /** Another tab opened the conversation, and knows its id. */
  const findOpened = async (entry: OutboxEntry, lane: Lane) => {
    await entries.reloadOpened();
    const id = entries.idOf(entry.conversation);
    if (id === undefined) return wait(entry.conversation, lane, { afterMs: findOpenedEveryMs, because: 'network' });
    await entries.put({ ...entry, conversation: id });
    run(id);
  };

  const done = async (entry: OutboxEntry, { message, conversation }: Delivered) => {
    if (conversation && typeof entry.conversation === 'string') await becomes(entry.conversation, conversation.id);
    // Shown as stored before it goes from here, so that it never vanishes in between.
    for (const listener of listeners) listener(message, conversation);
    await entries.take(entry);
  };

  /** The conversation has its id: what was written into it before goes there. The entry that opened it goes last. */
  const becomes = async (name: string, conversationId: number) => {
    await entries.saveOpened(name, conversationId);
    for (const entry of entries.lane(name)) {
      if (!entry.opens) await entries.put({ ...entry, conversation: conversationId });
    }
    run(conversationId);
  };

  const add = (fields: Pick<OutboxEntry, 'conversation' | 'message' | 'opens'> & SendFields) => {
    const entry: OutboxEntry = {
      ...fields,
      conversation: entries.idOf(fields.conversation) ?? fields.conversation,
      key: entries.nextKey(),
      clientMessageId: randomId(),
      queuedAt: new Date().toISOString(),
      attempted: false,
    };
    entries.put(entry).then(() => run(entry.conversation));
    return local(entry);
  };

  const changes = createOutboxChanges({
    entries,
    isInFlight: (clientMessageId) => inFlight.has(clientMessageId),
    inTurn: (conversation, work) => turns.join(turnOf(conversation), work),
    changed: run,
  });

  const changePerson = async () => {
    const now = session.state.getSnapshot();
    const next = now.state === 'signed-in' ? now.sender : now.state === 'signed-out' ? undefined : sender;
    if (next === sender) return;
    for (const lane of lanes.values()) clearTimeout(lane.timer);
    lanes.clear();
    sender = next;
    if (await entries.changePerson(next)) runAll();
  };

  const kick = async () => {
    for (const [conversation, lane] of lanes) if (lane.timer && lane.because === 'network') resume(conversation, lane);
    await entries.reload();
    runAll();
  };

  let following: ReturnType<typeof setTimeout> | undefined;
  /** Another tab wrote, sent or discarded something: it is the same outbox. */
  const follow = (key: string) => {
    if (sender === undefined || closed || following) return;
    if (!isOutboxKey(key, sender)) return;
    following = setTimeout(async () => {
      following = undefined;
      await entries.reloadOpened();
      await entries.reload();
      if (!closed) runAll();
    }, followAfterMs);
  };

  const stops = [
    session.state.subscribe(changePerson),
    session.newest.subscribe(kick),
    storage.watch?.(follow) ?? (() => {}),
    () => clearTimeout(following),
  ];
  changePerson();

  return {
    messages: shown,
    send: (conversation, message, fields = {}) => add({ ...fields, conversation, message }),
    startConversation: ({ message, ...opens }) => add({ conversation: `new-${randomId()}`, message, opens }),
    ...changes,
    idOf: entries.idOf,
    onStored(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    saw({ clientMessageId, senderType }) {
      const entry = clientMessageId === null ? undefined : entries.get(clientMessageId);
      // One that opens a conversation has more to do than to be stored.
      if (entry && senderType === role && !entry.opens) entries.take(entry);
    },
    kick,
    close() {
      closed = true;
      for (const stop of stops) stop();
      for (const lane of lanes.values()) clearTimeout(lane.timer);
    },
  };
}

type Again = Extract<Outcome<unknown>, { outcome: 'again' }>;
