import type { Principal } from '@livechat/contracts/actor';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import { conversationUpdated } from '@livechat/contracts/chat/events';
import { type Failure, fail } from '@livechat/contracts/errors';
import { changeConversation, type WantedChange } from '../change-conversation.ts';
import type { DatabaseTransaction } from './database.ts';
import { lockConversation } from './lock-conversation.ts';
import { insertEvents, newEvent, type StoredEvent } from './outbox-rows.ts';
import { toConversation } from './rows.ts';
import { insertChanges, updateConversationRow } from './write-changes.ts';

/** Changes status, priority or assignee with history and event; what is so already changes and tells nothing. */
export async function storeChange(
  tx: DatabaseTransaction,
  actor: Principal,
  conversationId: number,
  wanted: WantedChange,
): Promise<{ conversation: Conversation; events: StoredEvent[] } | Failure<'NOT_FOUND'>> {
  const locked = await lockConversation(tx, actor, conversationId);
  if (!locked) return fail('NOT_FOUND');
  const { now, conversation: before } = locked;
  const closedBy = actor.role === 'admin' ? actor.id : null;
  const { conversation: row, changes } = changeConversation(before, wanted, { now, closedBy });
  const conversation = toConversation(row);
  if (changes.length === 0) return { conversation, events: [] };
  await updateConversationRow(tx, row);
  await insertChanges(tx, row, actor, changes);
  const events = await insertEvents(tx, [newEvent(conversationUpdated, conversationId, { conversation })]);
  return { conversation, events };
}
