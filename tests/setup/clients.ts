import type { ClientOptions } from '@livechat/client/client';
import type { ChatItem } from '@livechat/client/conversation-view';
import type { Fault } from '@livechat/client/fault';
import { createHostSession } from '@livechat/client/host-session';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Session } from '@livechat/client/session';
import { createStaffClient } from '@livechat/client/staff-client';
import { createUserClient } from '@livechat/client/user-client';
import type { Message } from '@livechat/contracts/chat/message';
import { afterEach, expect, inject } from 'vitest';
import type { Person } from './people.ts';

const open = new Set<{ close(): void }>();
const faults: Fault[] = [];

afterEach(() => {
  for (const one of open) one.close();
  open.clear();
  // What does not fit its contract is a defect of one of the two sides.
  expect(faults.splice(0)).toEqual([]);
});

export function sessionOf(person: Person): Session {
  return kept(createHostSession({ getToken: () => person.token }));
}

function options(person: Person, more: Partial<ClientOptions>): ClientOptions {
  return {
    baseUrl: inject('system').gateway,
    session: more.session ?? sessionOf(person),
    onFault: (fault) => faults.push(fault),
    ...more,
  };
}

/** Clients as an app makes them; closed after the test. */
export const userClient = (person: Person, more: Partial<ClientOptions> = {}) =>
  kept(createUserClient(options(person, more)));
export const staffClient = (person: Person, more: Partial<ClientOptions> = {}) =>
  kept(createStaffClient(options(person, more)));

export function kept<Closable extends { close(): void }>(closable: Closable): Closable {
  open.add(closable);
  return closable;
}

export function storedIn(conversation: OpenConversation): Message[] {
  return conversation.getSnapshot().items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []));
}

export function textsIn(conversation: OpenConversation): string[] {
  return conversation.getSnapshot().items.map(textOf);
}

export const textOf = (item: ChatItem) => (item.kind === 'stored' ? item.message.message : item.local.message);

export async function isLive(conversation: OpenConversation): Promise<void> {
  await expect.poll(() => conversation.getSnapshot().live, { timeout: 15_000 }).toBe(true);
}
