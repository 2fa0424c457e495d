import type { ClientOptions } from '@livechat/client/client';
import type { ConnectionState } from '@livechat/client/connection';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { StaffClient } from '@livechat/client/staff-client';
import type { UserClient } from '@livechat/client/user-client';
import { expect } from 'vitest';
import { isLive, staffClient, storedIn, userClient } from './clients.ts';
import { openConversation, readAll } from './conversations.ts';
import { newPerson, type Person } from './people.ts';

/** The next message is written when so many wait at most, and so often. */
const mostWaiting = 2;
const writeEveryMs = 60;

export interface Talk {
  /** How many messages the clients have sent and seen stored. */
  stored(): number;
  /** What clients saw of each REST call: a status, or that nobody answered. */
  outcomes(): Record<string, number>;
  /** How long each client was ever without a connection, in milliseconds. */
  gaps(): number[];
  /** Refusals, as outboxes showed them. */
  refused(): unknown[];
  allOnline(): boolean;
  /** Stops writing, and holds what everybody shows against what is stored. */
  finish(): Promise<void>;
}

interface Writer {
  name: string;
  id: number;
  client: UserClient | StaffClient;
  conversation: OpenConversation;
  written: string[];
}

/** Customers, each in a conversation, and staff who are in all of them, writing without a pause, by the client package. */
export async function startTalk(customers: number, staff: number, options: Partial<ClientOptions> = {}): Promise<Talk> {
  const outcomes: Record<string, number> = {};
  const counting: typeof fetch = async (...args) => {
    const count = (outcome: string) => {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    };
    try {
      const response = await fetch(...args);
      count(String(response.status));
      return response;
    } catch (err) {
      count('none');
      throw err;
    }
  };
  const own = { fetch: counting, ...options };
  const people = Array.from({ length: customers }, () => newPerson('user'));
  const opened = await Promise.all(people.map((person) => openConversation(person, { message: 'begin' })));
  const ids = opened.map(({ id }) => id);
  const userClients = people.map((person) => userClient(person, own));
  const staffClients = Array.from({ length: staff }, () => staffClient(newPerson('admin'), own));
  const clients = [...userClients, ...staffClients];
  const writers: Writer[] = [
    ...userClients.map((client, index) => writerOf(`customer ${index}`, client, ids[index] ?? 0)),
    ...staffClients.flatMap((client, index) => ids.map((id) => writerOf(`staff ${index}`, client, id))),
  ];
  await Promise.all(writers.map(({ conversation }) => isLive(conversation)));

  const gaps: number[] = [];
  for (const client of clients) watchGaps(client.connection.state, (ms) => gaps.push(ms));
  const refused: unknown[] = [];
  for (const { outbox } of clients) {
    outbox.messages.subscribe(() =>
      refused.push(...outbox.messages.getSnapshot().flatMap(({ refusal }) => refusal ?? [])),
    );
  }

  let writing = true;
  const running = writers.map(async ({ name, id, client, conversation, written }) => {
    while (writing) {
      const waiting = client.outbox.messages.getSnapshot().filter((one) => one.conversation === id);
      if (waiting.length < mostWaiting) {
        const text = `${name}, message ${written.length}`;
        written.push(text);
        conversation.send(text);
      }
      await new Promise((resolve) => setTimeout(resolve, writeEveryMs));
    }
  });

  return {
    stored: () => writers.reduce((sum, { written }) => sum + written.length, 0) - waitingIn(clients),
    outcomes: () => outcomes,
    gaps: () => gaps,
    refused: () => refused,
    allOnline: () => clients.every(({ connection }) => connection.state.getSnapshot().state === 'online'),
    async finish() {
      writing = false;
      await Promise.all(running);
      await expect.poll(() => waitingIn(clients), { timeout: 25_000 }).toBe(0);
      for (const [index, id] of ids.entries()) {
        const person = people[index] as Person;
        const stored = await readAll(person, id);
        expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1));
        const here = writers.filter((writer) => writer.id === id);
        for (const { name, written } of here) {
          expect(stored.map(({ message }) => message).filter((text) => text.startsWith(`${name},`))).toEqual(written);
        }
        expect(stored).toHaveLength(1 + here.reduce((sum, { written }) => sum + written.length, 0));
        for (const { conversation } of here) {
          await expect
            .poll(() => storedIn(conversation).map((one) => one.id), { timeout: 25_000 })
            .toEqual(stored.map((one) => one.id));
        }
      }
    },
  };
}

function writerOf(name: string, client: UserClient | StaffClient, id: number): Writer {
  return { name, id, client, conversation: client.openConversation(id), written: [] };
}

const waitingIn = (clients: readonly { outbox: UserClient['outbox'] }[]) =>
  clients.reduce((sum, { outbox }) => sum + outbox.messages.getSnapshot().length, 0);

function watchGaps(
  state: { getSnapshot(): ConnectionState; subscribe(listener: () => void): unknown },
  tell: (ms: number) => void,
) {
  let since: number | undefined;
  state.subscribe(() => {
    const online = state.getSnapshot().state === 'online';
    if (!online) since ??= performance.now();
    else if (since !== undefined) {
      tell(Math.round(performance.now() - since));
      since = undefined;
    }
  });
}
