import type { Call } from '@livechat/bus/call';
import { countOpenConversations } from '@livechat/contracts/chat/count-open-conversations';
import { isFailure } from '@livechat/contracts/errors';
import { readPresence } from '@livechat/contracts/realtime/presence';
import type { RateLimiter } from '@livechat/edge/rate-limit';
import type { RequestHandler } from 'express';
import { principalOf } from './auth.ts';
import { sendFailure } from './error-response.ts';
import { noQuery } from './json-body.ts';
import { sendAnswer } from './send-answer.ts';

/** Who the caller is, what their limits still allow, and whether support is there: what an app shows at its start. */
export function standing(call: Call, limiter: RateLimiter): RequestHandler[] {
  const answer: RequestHandler = async (_request, response) => {
    const principal = principalOf(response);
    const { role, id } = principal;
    const { requestId, deadline } = response.locals;
    const caller = `${role}:${id}`;
    const [conversations, presence, newOnes, messages] = await Promise.all([
      call(countOpenConversations, {}, { actor: principal, requestId, deadline }),
      call(
        readPresence,
        { userIds: [], adminIds: [] },
        { actor: { role: 'service', name: 'gateway' }, requestId, deadline },
      ),
      limiter.remaining('conversations', caller),
      limiter.remaining(role === 'admin' ? 'staffMessages' : 'messages', caller),
    ]);
    if (isFailure(conversations)) return sendFailure(response, conversations);
    const standing = {
      principal,
      remaining: {
        conversations: Math.min(Math.max(0, conversations.max - conversations.open), newOnes),
        messages: Number.isFinite(messages) ? messages : null,
      },
      // While realtime is away nobody can be reached through it.
      support: { online: !isFailure(presence) && presence.supportOnline },
    };
    sendAnswer(response, 200, { body: JSON.stringify(standing) });
  };
  return [noQuery, answer];
}
