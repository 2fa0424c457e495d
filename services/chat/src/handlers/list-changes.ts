import type { Handler } from '@livechat/bus/serve';
import type { listChanges as contract } from '@livechat/contracts/chat/list-changes';
import { fail } from '@livechat/contracts/errors';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { findConversation } from '../db/find-conversation.ts';

export function listChanges({ db }: Context): Handler<typeof contract> {
  return async ({ conversationId }, { actor }) => {
    if (!(await findConversation(db, actor, conversationId))) return fail('NOT_FOUND');
    const rows = await db
      .selectFrom('chat_conversation_changes as c')
      .leftJoin('users as u', (join) => join.onRef('u.id', '=', 'c.actor_id').on('c.actor_type', '=', 'user'))
      .leftJoin('admins as a', (join) => join.onRef('a.id', '=', 'c.actor_id').on('c.actor_type', '=', 'admin'))
      .selectAll('c')
      .select(sql<string | null>`coalesce(u.display_name, a.display_name)`.as('actor_name'))
      .where('c.conversation_id', '=', conversationId)
      .orderBy('c.id')
      .execute();
    const changes = rows.map((row) => {
      const value = (text: string | null) => (row.what === 'assignee' && text !== null ? Number(text) : text);
      return {
        at: row.changed_at.toISOString(),
        by:
          row.actor_id === null ? null : { type: row.actor_type, id: row.actor_id, displayName: row.actor_name ?? '' },
        what: row.what,
        from: value(row.from_value),
        to: value(row.to_value),
      };
    });
    return { changes };
  };
}
