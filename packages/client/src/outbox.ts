import type { Role } from '@livechat/contracts/actor';
import type { Conversation, Priority } from '@livechat/contracts/chat/conversation';
import type { Message, Metadata } from '@livechat/contracts/chat/message';
import type { CallAnswer, Refusal } from './answer.ts';
import { backoffMs } from './backoff.ts';
import type { OnFault } from './fault.ts';
import type { Lock } from './lock.ts';
import { createObservable, type Observable } from './observable.ts';
import {
  edited,
  inOrder,
  keyAfter,
  laneOf,
  nextOf,
  type OutboxEntry,
  outcomeOf,
  retried,
  sentAnyway,
} from './outbox-rules.ts';
import { createOutboxStore, type OutboxStore } from './outbox-store.ts';
import type { Session } from './session.ts';
import type { KeyValueStorage } from './storage.ts';

/** A conversation's id, or the name of one that is still to be opened. */
export type ConversationRef = number | string;

/** An own message that is not known to be stored yet. */
export interface LocalMessage {
  clientMessageId: string;
  conversation: ConversationRef;
  subject?: string;
  message: string;
  replyToId?: number;
  queuedAt: string;
  state: 'queued' | 'sending' | 'refused';
  refusal?: Refusal;
  /** With a limit that was reached: when it is sent, in milliseconds since 1970. */
  waitsUntil?: number;
}

export interface SendFields {
  metadata?: Metadata;
  replyToId?: number;
  /** Staff only: the last seq that the writer has seen; when others wrote since, the message waits for `anyway`. */
  basedOnSeq?: number;
}

export interface Outbox {
  messages: Observable<readonly LocalMessage[]>;
  send(conversation: ConversationRef, message: string, fields?: SendFields): LocalMessage;
  /** Opens a conversation with its first message; `conversation` of the answer stands for its id until it has one. */
  startConversation(fields: { subject: string; priority?: Priority; message: string }): LocalMessage;
  /** Each of these is false when it cannot be done. */
  retry(clientMessageId: string): boolean;
  edit(clientMessageId: string, message: string): boolean;
  /** With a message that opens a conversation, those that wait for it go too. */
  discard(clientMessageId: string): boolean;
  /** Sends what was refused as CONTEXT_CHANGED, now that the person has seen what came in between. */
  anyway(clientMessageId: string): boolean;
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

const backoff = { firstMs: 500, maxMs: 30_000 };

interface Lane {
  running: boolean;
  failures: number;
  timer?: ReturnType<typeof setTimeout> | undefined;
  endsWithNetwork?: boolean;
  waitsUntil?: number | undefined;
}

export function createOutbox({ role, deliver, session, storage, lock, onFault }: OutboxOptions): Outbox {
  const entries = new Map<string, OutboxEntry>();
  const saved = new Set<string>();
  const lanes = new Map<ConversationRef, Lane>();
  const listeners = new Set<(message: Message, conversation?: Conversation) => void>();
  const shown = createObservable<readonly LocalMessage[]>([]);
  let opened = new Map<string, number>();
  let inFlight: ReadonlySet<string> = new Set();
  let store: OutboxStore | undefined;
  let sender: string | undefined;
  let lastKey: string | undefined;
  let closed = false;
  /** What left this outbox for good, though a storage that fails may still hold it. */
  const gone = new Set<string>();
  let changes = 0;
  let writing = 0;

  const laneFor = (conversation: ConversationRef): Lane => {
    const lane = lanes.get(conversation) ?? { running: false, failures: 0 };
    lanes.set(conversation, lane);
    return lane;
  };

  const show = () => shown.set(inOrder([...entries.values()]).map((entry) => localOf(entry)));

  const localOf = ({ clientMessageId, conversation, opens, message, replyToId, queuedAt, refusal }: OutboxEntry) => {
    const waitsUntil = refusal ? undefined : lanes.get(conversation)?.waitsUntil;
    const local: LocalMessage = {
      clientMessageId,
      conversation,
      message,
      queuedAt,
      state: refusal ? 'refused' : inFlight.has(clientMessageId) ? 'sending' : 'queued',
      ...(opens && { subject: opens.subject }),
      ...(replyToId !== undefined && { replyToId }),
      ...(refusal && { refusal }),
      ...(waitsUntil !== undefined && { waitsUntil }),
    };
    return local;
  };

  const put = async (entry: OutboxEntry) => {
    entries.set(entry.clientMessageId, entry);
    show();
    const saving = store?.save(entry);
    if (await write(saving)) saved.add(entry.clientMessageId);
  };

  /** What is under way to the storage: what is read in between would be of the day before. */
  const write = async <Value>(work: Promise<Value> | undefined) => {
    changes += 1;
    writing += 1;
    try {
      return await work;
    } finally {
      writing -= 1;
    }
  };

  const take = async (entry: OutboxEntry) => {
    entries.delete(entry.clientMessageId);
    saved.delete(entry.clientMessageId);
    gone.add(entry.clientMessageId);
    show();
    await write(store?.remove(entry));
  };

  /** Another tab may have sent, changed or added something. */
  const reload = async (): Promise<void> => {
    const [before, mine] = [changes, store];
    const loaded = await mine?.load();
    if (!loaded || closed || mine !== store) return;
    if (changes !== before || writing > 0) return new Promise((resolve) => setTimeout(resolve, 5)).then(reload);
    const found = loaded.filter(({ clientMessageId }) => !gone.has(clientMessageId));
    const kept = new Set(found.map(({ clientMessageId }) => clientMessageId));
    for (const id of saved) if (!kept.has(id)) entries.delete(id);
    for (const entry of found) {
      entries.set(entry.clientMessageId, entry);
      saved.add(entry.clientMessageId);
      lastKey = lastKey === undefined || entry.key > lastKey ? entry.key : lastKey;
    }
    for (const id of saved) if (!kept.has(id)) saved.delete(id);
    show();
  };

  const runAll = () => {
    for (const conversation of new Set([...entries.values()].map((entry) => entry.conversation))) run(conversation);
  };

  const run = async (conversation: ConversationRef): Promise<void> => {
    const lane = laneFor(conversation);
    const person = sender;
    if (lane.running || person === undefined) return;
    const next = () => {
      if (closed || lane.timer || lanes.get(conversation) !== lane) return undefined;
      return nextOf(laneOf(entries.values(), conversation));
    };
    if (!next()) return;
    lane.running = true;
    try {
      await lock(`outbox/${person}/${conversation}`, async () => {
        await reload();
        for (let entry = next(); entry; entry = next()) await attempt(entry, lane, person);
      });
    } finally {
      lane.running = false;
    }
    // What was added after the last look.
    if (next()) run(conversation);
  };

  const attempt = async (entry: OutboxEntry, lane: Lane, person: string) => {
    const { clientMessageId } = entry;
    const id = idOf(entry.conversation);
    if (id === undefined && !entry.opens) return findOpened(entry, lane);
    inFlight = new Set([...inFlight, clientMessageId]);
    await put({ ...entry, attempted: true });
    const answer =
      id === undefined || entry.opens ? await deliver.open(entry, person) : await deliver.send(id, entry, person);
    inFlight = new Set([...inFlight].filter((one) => one !== clientMessageId));
    if (closed || person !== sender) return;
    const outcome = outcomeOf(answer, backoffMs(backoff, lane.failures));
    const current = entries.get(clientMessageId);
    if (outcome.outcome === 'stored') {
      lane.failures = 0;
      return done(entry, outcome.value);
    }
    // Discarded meanwhile, or seen as stored.
    if (!current) return show();
    if (outcome.outcome === 'refused') return put({ ...current, refusal: outcome.refusal });
    lane.failures += 1;
    wait(entry.conversation, lane, outcome.afterMs, outcome.endsWithNetwork);
  };

  const wait = (conversation: ConversationRef, lane: Lane, afterMs: number, endsWithNetwork: boolean) => {
    lane.endsWithNetwork = endsWithNetwork;
    lane.waitsUntil = endsWithNetwork ? undefined : Date.now() + afterMs;
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
    opened = new Map([...((await store?.opened()) ?? []), ...opened]);
    const id = idOf(entry.conversation);
    if (id === undefined) return wait(entry.conversation, lane, backoff.maxMs, true);
    await put({ ...entry, conversation: id });
    run(id);
  };

  const done = async (entry: OutboxEntry, { message, conversation }: Delivered) => {
    if (conversation && typeof entry.conversation === 'string') await becomes(entry.conversation, conversation.id);
    entries.delete(entry.clientMessageId);
    for (const listener of listeners) listener(message, conversation);
    await take(entry);
  };

  /** The conversation has its id: what was written into it before goes there. The entry that opened it goes last. */
  const becomes = async (name: string, conversationId: number) => {
    opened.set(name, conversationId);
    await store?.saveOpened(name, conversationId);
    for (const entry of laneOf(entries.values(), name)) {
      if (!entry.opens) await put({ ...entry, conversation: conversationId });
    }
    run(conversationId);
  };

  const idOf = (conversation: ConversationRef) =>
    typeof conversation === 'number' ? conversation : opened.get(conversation);

  const add = (fields: Pick<OutboxEntry, 'conversation' | 'message'> & SendFields & Pick<OutboxEntry, 'opens'>) => {
    lastKey = keyAfter(lastKey, Date.now());
    const entry: OutboxEntry = {
      ...fields,
      conversation: idOf(fields.conversation) ?? fields.conversation,
      key: lastKey,
      clientMessageId: crypto.randomUUID(),
      queuedAt: new Date().toISOString(),
      attempted: false,
    };
    put(entry).then(() => run(entry.conversation));
    return localOf(entry);
  };

  const change = (clientMessageId: string, how: (entry: OutboxEntry) => OutboxEntry | undefined): boolean => {
    const entry = entries.get(clientMessageId);
    const next = entry && !inFlight.has(clientMessageId) ? how(entry) : undefined;
    if (!entry || !next) return false;
    if (next.clientMessageId !== clientMessageId) {
      entries.delete(clientMessageId);
      saved.delete(clientMessageId);
      gone.add(clientMessageId);
    }
    put(next).then(() => run(next.conversation));
    return true;
  };

  const changePerson = async () => {
    const now = session.state.getSnapshot();
    const next = now.state === 'signed-in' ? now.sender : now.state === 'signed-out' ? undefined : sender;
    if (next === sender) return;
    // What was written before anybody was known is of who comes first; everything else stays with its writer.
    if (sender !== undefined) entries.clear();
    saved.clear();
    opened = new Map();
    for (const lane of lanes.values()) clearTimeout(lane.timer);
    lanes.clear();
    sender = next;
    store = sender === undefined ? undefined : createOutboxStore(storage, sender, onFault);
    show();
    if (!store) return;
    const mine = store;
    const names = await mine.opened();
    if (mine !== store) return;
    opened = new Map([...names, ...opened]);
    for (const entry of entries.values()) await put(entry);
    await reload();
    runAll();
  };

  const stops = [session.state.subscribe(changePerson), session.newest.subscribe(() => kick())];
  changePerson();

  const kick = () => {
    for (const [conversation, lane] of lanes) if (lane.timer && lane.endsWithNetwork) resume(conversation, lane);
  };

  return {
    messages: shown,
    send: (conversation, message, fields = {}) => add({ ...fields, conversation, message }),
    startConversation: ({ message, ...opens }) =>
      add({ conversation: `new-${crypto.randomUUID()}`, message, opens: { ...opens } }),
    retry: (id) => change(id, (entry) => (entry.refusal ? retried(entry) : undefined)),
    edit: (id, message) => change(id, (entry) => edited(entry, message)),
    anyway: (id) => change(id, (entry) => (entry.refusal?.code === 'CONTEXT_CHANGED' ? sentAnyway(entry) : undefined)),
    discard(id) {
      const entry = entries.get(id);
      if (!entry || inFlight.has(id)) return false;
      const followers = entry.opens ? laneOf(entries.values(), entry.conversation) : [entry];
      for (const one of followers) take(one);
      run(entry.conversation);
      return true;
    },
    idOf,
    onStored(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    saw({ clientMessageId, senderType }) {
      const entry = clientMessageId === null ? undefined : entries.get(clientMessageId);
      // One that opens a conversation has more to do than to be stored.
      if (entry && senderType === role && !entry.opens) take(entry);
    },
    kick,
    close() {
      closed = true;
      for (const stop of stops) stop();
      for (const lane of lanes.values()) clearTimeout(lane.timer);
    },
  };
}
