import type { ClientOptions } from '@livechat/client/client';
import { createHostSession } from '@livechat/client/host-session';
import type { ConversationRef } from '@livechat/client/local-message';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Outbox } from '@livechat/client/outbox';
import { createStaffClient } from '@livechat/client/staff-client';
import { createUserClient } from '@livechat/client/user-client';
import type { Message } from '@livechat/contracts/chat/message';
import type { Actor, Scene } from './cast.ts';
import { nextText, pause } from './pace.ts';
import type { Person } from './people.ts';

/** A customer in an app that is made with packages/client. */
export function createCustomer(scene: Scene, person: Person): Actor {
  const { random } = scene;
  const session = createHostSession({ getToken: () => person.token });
  const client = createUserClient(optionsFor(scene, person, session));
  keepLedger(scene, person, client.outbox);
  const text = nextText(person.canary, random);
  const first = client.outbox.startConversation({ subject: person.canary, message: text });
  scene.ledger.write(first.clientMessageId, text, person.canary);
  const chat = client.openConversation(first.conversation);
  const saw = watchScreen(scene, person, chat);
  const stopWatching = chat.subscribe(() => {
    const { id } = chat.getSnapshot();
    if (id !== undefined && !scene.conversations.has(id)) scene.opened(id, person);
    scene.ledger.heard(person.canary, JSON.stringify(chat.getSnapshot().items));
    saw();
  });

  const live = async () => {
    while (scene.writing()) {
      await pause(400, random);
      write(scene, chat, person, person.canary);
      if (random() < 0.3) readAllSeen(chat);
      if (random() < 0.3) chat.typing();
    }
    await isSent(client.outbox);
  };

  return {
    kind: 'customer with the package',
    person,
    finished: live(),
    shown: () => shownIn(chat),
    conversation: () => chat.getSnapshot().conversation,
    follows: (conversationId) => chat.getSnapshot().id === conversationId,
    close() {
      stopWatching();
      client.close();
      session.close();
    },
  };
}

/** Staff in a console that is made with packages/client, who have every conversation open. */
export function createStaff(scene: Scene, person: Person): Actor {
  const { random } = scene;
  const session = createHostSession({ getToken: () => person.token });
  const client = createStaffClient(optionsFor(scene, person, session));
  keepLedger(scene, person, client.outbox);
  const chats = new Map<ConversationRef, { chat: OpenConversation; customer: Person }>();
  const openAll = () => {
    for (const [id, customer] of scene.conversations) {
      if (chats.has(id)) continue;
      const chat = client.openConversation(id);
      chat.subscribe(watchScreen(scene, person, chat));
      chats.set(id, { chat, customer });
    }
  };

  const live = async () => {
    while (scene.writing()) {
      await pause(300, random);
      openAll();
      const { chat, customer } = [...chats.values()][Math.floor(random() * chats.size)] ?? {};
      if (!chat || !customer) continue;
      write(scene, chat, person, customer.canary);
      if (random() < 0.3) readAllSeen(chat);
      if (random() < 0.3) chat.typing();
    }
    openAll();
    await isSent(client.outbox);
  };

  return {
    kind: 'staff with the package',
    person,
    finished: live(),
    shown(conversationId) {
      openAll();
      const { chat } = chats.get(conversationId) ?? {};
      return chat && shownIn(chat);
    },
    conversation: (conversationId) => chats.get(conversationId)?.chat.getSnapshot().conversation,
    follows: () => true,
    close() {
      client.close();
      session.close();
    },
  };
}

function optionsFor(scene: Scene, { role, canary }: Person, session: ClientOptions['session']): ClientOptions {
  const { baseUrl, ledger } = scene;
  return {
    baseUrl,
    session,
    onFault: (fault) => ledger.blame('answers', `does not fit its contract: ${JSON.stringify(fault)}`),
    async fetch(input, init) {
      const call = ledger.answers.call(`${init?.method} ${input}`, 'rest');
      try {
        const response = await fetch(input, init);
        const text = await response.text();
        call.answered(response.status);
        if (role === 'user') ledger.heard(canary, text);
        return new Response(text || null, response);
      } catch (err) {
        call.unanswered();
        throw err;
      }
    },
  };
}

/**
 * Says what was acknowledged, and blames every message that the client shows as failed: nobody did anything wrong. Only
 * what staff wrote where it is closed by now they discard.
 */
function keepLedger({ ledger }: Scene, { role }: Person, outbox: Outbox): void {
  const blamed = new Set<string>();
  outbox.onStored((message) => ledger.acknowledge(message));
  outbox.messages.subscribe(() => {
    for (const { clientMessageId, message, refusal } of outbox.messages.getSnapshot()) {
      if (!refusal || blamed.has(clientMessageId)) continue;
      blamed.add(clientMessageId);
      if (role === 'admin' && refusal.code === 'CONVERSATION_CLOSED') {
        ledger.refuse(clientMessageId, 'perhaps');
        queueMicrotask(() => outbox.discard(clientMessageId));
        continue;
      }
      ledger.blame('refused', `${message}: refused with ${refusal.code}`);
    }
  });
}

/**
 * To be called when the screen changed. The client takes a message whose answer was lost for stored as soon as it sees
 * it in the conversation.
 */
function watchScreen({ ledger }: Scene, { canary }: Person, chat: OpenConversation): () => void {
  const seen = new Set<number>();
  let liveSince: number | undefined;
  return () => {
    const { items, live } = chat.getSnapshot();
    for (const item of items) {
      if (item.kind !== 'stored' || seen.has(item.message.seq)) continue;
      seen.add(item.message.seq);
      ledger.showed(canary, item.message, liveSince);
      const entry = ledger.written.get(item.message.clientMessageId ?? '');
      if (entry && !entry.acknowledged) ledger.acknowledge(item.message);
    }
    liveSince = live ? (liveSince ?? Date.now()) : undefined;
  };
}

function write({ ledger, random }: Scene, chat: OpenConversation, by: Person, canary: string): void {
  const text = nextText(canary, random);
  ledger.write(chat.send(text).clientMessageId, text, by.canary);
}

function readAllSeen(chat: OpenConversation): void {
  const last = shownIn(chat, false)?.at(-1);
  if (last) chat.markRead(last.seq);
}

function isSent({ messages }: Outbox): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (messages.getSnapshot().length > 0) return;
      stop();
      resolve();
    };
    const stop = messages.subscribe(look);
    queueMicrotask(look);
  });
}

/** Undefined while something is missing: the connection, older pages, or the acknowledgement of an own message. */
function shownIn(chat: OpenConversation, complete = true): readonly Message[] | undefined {
  const { items, live, hasOlder, status } = chat.getSnapshot();
  const stored = items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []));
  if (!complete) return stored;
  if (hasOlder) void chat.loadOlder();
  return live && status === 'ready' && !hasOlder && stored.length === items.length ? stored : undefined;
}
