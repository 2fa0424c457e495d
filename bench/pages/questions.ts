import type { Principal } from '@livechat/contracts/actor';
import { type ConversationSort, conversationSorts } from '@livechat/contracts/chat/list-all-conversations';
import { createConversationCounts } from '../../services/chat/src/conversation-counts.ts';
import { positionOf } from '../../services/chat/src/db/conversation-order.ts';
import { readConversationPage } from '../../services/chat/src/db/conversation-page.ts';
import type { Database } from '../../services/chat/src/db/database.ts';
import { filterConversations, type StaffFilter } from '../../services/chat/src/db/filter-conversations.ts';
import { findConversation } from '../../services/chat/src/db/find-conversation.ts';
import { readMessages } from '../../services/chat/src/db/read-messages.ts';
import type { ConversationRow } from '../../services/chat/src/db/rows.ts';
import { longLength } from '../../tests/setup/fill-messages.ts';

/** A database that is asked. */
export interface Filled {
  db: Database;
  conversations: number;
  longId: number;
  /** Conversations from all over, behind which a deep page begins. */
  deep: ConversationRow[];
}

export type Question = (filled: Filled, random: () => number) => Promise<unknown>;

const limit = 50;
const staff: Principal = { id: 1, role: 'admin', subject: '1', username: 'staff', displayName: 'Staff' };

const below = (end: number, random: () => number) => Math.floor(random() * end);

/** As the handler of `listMessages` does. */
async function history({ db }: Filled, conversationId: number, before?: number) {
  const conversation = await findConversation(db, staff, conversationId);
  if (!conversation) throw new Error(`no conversation ${conversationId}`);
  return readMessages(db, staff, { conversationId, before, limit });
}

/** As the handler of `listAllConversations` does, apart from the counts and the names of people. */
const list = ({ db }: Filled, sort: ConversationSort, behind?: ConversationRow, filter: StaffFilter = {}) =>
  readConversationPage(db, filterConversations(db, filter, staff.id), {
    cursor: behind && positionOf(behind, sort),
    limit,
    sort,
  });

/** Every one with other rows each time, so that no page is at hand because it was just read. */
export const questions: Record<string, Question> = {
  'history, newest': (filled, random) => history(filled, 1 + below(filled.conversations, random)),
  'history of the long one, newest': (filled) => history(filled, filled.longId),
  'history of the long one, deep': (filled, random) =>
    history(filled, filled.longId, longLength / 4 + below(longLength / 2, random)),
  ...Object.fromEntries(
    conversationSorts.flatMap((sort): [string, Question][] => [
      [`list by ${sort}`, (filled) => list(filled, sort)],
      [`list by ${sort}, deep`, (filled, random) => list(filled, sort, filled.deep[below(filled.deep.length, random)])],
    ]),
  ),
  // No index has both: what stands before them in the order is read.
  'list by waiting, of the pending': (filled) => list(filled, 'waiting', undefined, { status: 'pending' }),
  'list by priority, of one of staff': (filled) => list(filled, 'priority', undefined, { assignee: 7 }),
};

/** Of one who asks when nobody else did for two seconds: else they are those at hand. */
export const counts: Question = ({ db }) => createConversationCounts(db)(staff.id);
