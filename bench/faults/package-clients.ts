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
  keepLedger(scene, client.outbox);
  const text = nextText(person.canary, random);
  const first = client.outbox.startConversation({ subject: person.canary, message: text });
  scene.ledger.write(first.clientMessageId, text);
  const chat = client.openConversation(first.conversation);
  const stopWatching = chat.subscribe(() => {
    const { id } = chat.getSnapshot();
    if (id !== undefined && !scene.conversations.has(id)) scene.opened(id, person);
    scene.ledger.heard(person.canary, JSON.stringify(chat.getSnapshot().items));
    sawStored(scene, chat);
  });

  const live = async () => {
    while (scene.writing()) {
      await pause(400, random);
      write(scene, chat, person.canary);
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
  keepLedger(scene, client.outbox);
  const chats = new Map<ConversationRef, { chat: OpenConversation; customer: Person }>();
  const openAll = () => {
    for (const [id, customer] of scene.conversations) {
      if (chats.has(id)) continue;
      const chat = client.openConversation(id);
      chat.subscribe(() => sawStored(scene, chat));
      chats.set(id, { chat, customer });
    }
  };

  const live = async () => {
    while (scene.writing()) {
      await pause(300, random);
      openAll();
      const { chat, customer } = [...chats.values()][Math.floor(random() * chats.size)] ?? {};
      if (!chat || !customer) continue;
      write(scene, chat, customer.canary);
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
      const startedAt = performance.now();
      const response = await fetch(input, init);
      ledger.answered(response.status, performance.now() - startedAt);
      if (role === 'user')
        response
          .clone()
          .text()
          .then(
            (text) => ledger.heard(canary, text),
            () => {},
          );
      return response;
    },
  };
}

/** Says what was acknowledged, and blames every message that the client shows as failed: nobody did anything wrong. */
function keepLedger({ ledger }: Scene, outbox: Outbox): void {
  const blamed = new Set<string>();
  outbox.onStored((message) => ledger.acknowledge(message));
  outbox.messages.subscribe(() => {
    for (const { clientMessageId, message, refusal } of outbox.messages.getSnapshot()) {
      if (!refusal || blamed.has(clientMessageId)) continue;
      blamed.add(clientMessageId);
      ledger.blame('refused', `${message}: refused with ${refusal.code}`);
    }
  });
}

/** The client takes a message whose answer was lost for stored as soon as it sees it in the conversation. */
function sawStored({ ledger }: Scene, chat: OpenConversation): void {
  for (const item of chat.getSnapshot().items) {
    if (item.kind !== 'stored') continue;
    const entry = ledger.written.get(item.message.clientMessageId ?? '');
    if (entry && !entry.acknowledged) ledger.acknowledge(item.message);
  }
}

function write({ ledger, random }: Scene, chat: OpenConversation, canary: string): void {
  const text = nextText(canary, random);
  ledger.write(chat.send(text).clientMessageId, text);
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
