import type { Call, CallContext } from '@livechat/bus/call';
import type { Principal } from '@livechat/contracts/actor';
import type { RequestContract } from '@livechat/contracts/contract';
import { type Failure, isFailure } from '@livechat/contracts/errors';
import { type RateLimiter, rateLimited, type Taken } from './rate-limit.ts';

export interface LimitedAnswer {
  answer: Record<string, unknown> | Failure;
  /** What the limit said, if the contract has one for this caller. */
  limit: Taken | undefined;
}

/** A call on behalf of a person: it needs a place in the window of its limit, if its contract names one. */
export type LimitedCall = (
  contract: RequestContract,
  input: Record<string, unknown>,
  context: CallContext & { actor: Principal },
) => Promise<LimitedAnswer>;

export function createLimitedCall(call: Call, limiter: RateLimiter): LimitedCall {
  return async (contract, input, context) => {
    const { role, id } = context.actor;
    const name = contract.rateLimit?.[role];
    const limit = name && (await limiter.take(name, `${role}:${id}`, context.requestId));
    if (limit && !limit.free) return { answer: rateLimited(limit), limit };
    const answer = await call(contract, input, context);
    if (limit && usedNothing(answer)) {
      limit.giveBack();
      return { answer, limit: { ...limit, remaining: limit.remaining + 1 } };
    }
    return { answer, limit };
  };
}

/** A repeat and a refusal store nothing. A text that moderation refused was an attempt all the same. */
function usedNothing(answer: Record<string, unknown> | Failure): boolean {
  return isFailure(answer) ? answer.failure !== 'MESSAGE_REJECTED' : answer.repeated === true;
}
