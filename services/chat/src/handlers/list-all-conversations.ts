import type { Handler } from '@livechat/bus/serve';
import type { listAllConversations as contract } from '@livechat/contracts/chat/list-all-conversations';
import { isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { createConversationCounts } from '../conversation-counts.ts';
import { activeBlocks } from '../db/active-blocks.ts';
import { readConversationPage } from '../db/conversation-page.ts';
import type { Database } from '../db/database.ts';
import { filterConversations } from '../db/filter-conversations.ts';
import { type ConversationRow, toConversation } from '../db/rows.ts';
import { readCursor } from '../page-cursor.ts';
import { readOnline } from '../read-online.ts';

export function listAllConversations({ db, call }: Pick<Context, 'db' | 'call'>): Handler<typeof contract> {
  const countsFor = createConversationCounts(db);
  return async (input, { actor, requestId, deadline }) => {
    const { limit, cursor, sort, q } = input;
    const after = readCursor(cursor, sort);
    if (isFailure(after)) return after;
    const filtered = filterConversations(db, input, actor.id);
    const [{ rows, nextCursor, lastMessages }, counts] = await Promise.all([
      readConversationPage(db, filtered, { cursor: after, limit, sort, q }),
      countsFor(actor.id),
    ]);
    const userIds = [...new Set(rows.map(({ user_id }) => user_id))];
    const [{ customers, agents }, online] = await Promise.all([
      readPeople(db, userIds, rows),
      readOnline(call, { userIds }, { requestId, deadline }),
    ]);
    const conversations = rows.map((row) => {
      const user = customers.get(row.user_id);
      if (!user) throw new Error('a conversation without its user');
      const admin = row.admin_id === null ? null : (agents.get(row.admin_id) ?? null);
      return {
        ...toConversation(row),
        user: { ...user, online: online.userIds.has(user.id) },
        admin,
        lastMessage: lastMessages.get(row.id) ?? null,
      };
    });
    return { conversations, nextCursor, counts };
  };
}

async function readPeople(db: Database, userIds: number[], rows: ConversationRow[]) {
  const adminIds = rows.flatMap(({ admin_id }) => (admin_id === null ? [] : [admin_id]));
  const [users, admins, blocks] = await Promise.all([
    rows.length === 0
      ? []
      : db
          .selectFrom('users')
          .select(['id', 'username', 'display_name as displayName', 'created_at'])
          .where('id', 'in', userIds)
          .execute(),
    adminIds.length === 0
      ? []
      : db
          .selectFrom('admins')
          .select(['id', 'username', 'display_name as displayName'])
          .where('id', 'in', [...new Set(adminIds)])
          .execute(),
    userIds.length === 0
      ? []
      : activeBlocks(db, new Date()).select('user_id').where('user_id', 'in', userIds).execute(),
  ]);
  const blocked = new Set(blocks.map(({ user_id }) => user_id));
  return {
    customers: new Map(
      users.map(({ created_at, ...user }) => [
        user.id,
        { ...user, createdAt: created_at.toISOString(), blocked: blocked.has(user.id) },
      ]),
    ),
    agents: new Map(admins.map((admin) => [admin.id, admin])),
  };
}
