import type { Handler } from '@livechat/bus/serve';
import type { countOpenConversations as contract } from '@livechat/contracts/chat/count-open-conversations';
import type { Context } from '../context.ts';
import { countOpen } from '../db/count-open.ts';

export function countOpenConversations({ db, settings }: Context): Handler<typeof contract> {
  return async (_input, { actor }) => {
    if (actor.role === 'admin') return { open: 0, max: 0 };
    return { open: await countOpen(db, actor.id), max: settings.CHAT_MAX_CONVERSATIONS_PER_USER };
  };
}
