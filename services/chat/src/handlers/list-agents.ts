import type { Handler } from '@livechat/bus/serve';
import type { listAgents as contract } from '@livechat/contracts/chat/list-agents';
import type { Context } from '../context.ts';
import { readOnline } from '../read-online.ts';

export function listAgents({ db, call }: Context): Handler<typeof contract> {
  return async (_input, { requestId, deadline }) => {
    const agents = await db
      .selectFrom('admins as a')
      .leftJoin('chat_conversations as c', (join) =>
        join.onRef('c.admin_id', '=', 'a.id').on('c.status', '<>', 'closed'),
      )
      .select(['a.id', 'a.username', 'a.display_name as displayName'])
      .select(({ fn }) => fn.count<number>('c.id').as('openConversations'))
      .groupBy('a.id')
      .orderBy('a.display_name')
      .orderBy('a.id')
      .execute();
    const online = await readOnline(call, { adminIds: agents.map(({ id }) => id) }, { requestId, deadline });
    return { agents: agents.map((agent) => ({ ...agent, online: online.adminIds.has(agent.id) })) };
  };
}
