import { isDeepStrictEqual } from 'node:util';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { Actor, Scene } from './cast.ts';
import type { Problem } from './judge-store.ts';
import { readAll, readConversation } from './rest.ts';

/** I3: what everybody has on the screen is what REST says to them. */
export async function checkScreens(scene: Scene, actors: readonly Actor[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const actor of actors) {
    for (const id of scene.conversations.keys()) {
      if (!actor.follows(id)) continue;
      const told = await readAll(scene.baseUrl, scene.ledger, actor.person, id);
      const conversation = await readConversation(scene.baseUrl, scene.ledger, actor.person, id);
      const shown = actor.shown(id);
      const difference =
        told && conversation && shown
          ? (differenceOf(told, shown) ?? otherState(conversation, actor.conversation(id)))
          : `${told && conversation ? '' : 'REST and '}the screen is not ready`;
      if (difference) problems.push({ column: 'gaps', sentence: `${actor.kind} in ${id}: ${difference}` });
    }
  }
  return problems;
}

const fields = ['id', 'seq', 'message', 'messageType', 'isEdited', 'readBy', 'senderType', 'clientMessageId'] as const;
/** Without whether it is delivered: plain clients say so with a ping, long after. */
const picked = (message: Message) => Object.fromEntries(fields.map((field) => [field, message[field]]));

export function differenceOf(told: readonly Message[], shown: readonly Message[]): string | undefined {
  if (told.length !== shown.length) return `${shown.length} of ${told.length} messages are shown`;
  const index = told.findIndex((message, at) => {
    const other = shown[at];
    return !other || !isDeepStrictEqual(picked(message), picked(other));
  });
  if (index < 0) return undefined;
  const [one, other] = [told[index], shown[index]];
  return `told ${one && JSON.stringify(picked(one))}, shown ${other && JSON.stringify(picked(other))}`;
}

/** Without unread counts: events about messages do not carry them. */
const stateFields = ['status', 'priority', 'adminId', 'closedBy', 'closedAt'] as const;
const state = (conversation: Conversation | undefined) =>
  conversation && JSON.stringify(Object.fromEntries(stateFields.map((field) => [field, conversation[field]])));

export function otherState(told: Conversation, shown: Conversation | undefined): string | undefined {
  const [one, other] = [state(told), state(shown)];
  return one === other ? undefined : `told ${one}, shown ${other ?? 'nothing'}`;
}
