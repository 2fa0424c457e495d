import type { Call, CallContext } from '@livechat/bus/call';
import { isFailure } from '@livechat/contracts/errors';
import { readPresence } from '@livechat/contracts/realtime/presence';

const maxAtOnce = 1_000;

/** Who of these people is connected, as realtime knows it. While realtime is away nobody is. */
export async function readOnline(
  call: Call,
  { userIds = [], adminIds = [] }: { userIds?: number[]; adminIds?: number[] },
  context: Omit<CallContext, 'actor'>,
): Promise<{ userIds: Set<number>; adminIds: Set<number> }> {
  const people = { userIds: userIds.slice(0, maxAtOnce), adminIds: adminIds.slice(0, maxAtOnce) };
  const answer = await call(readPresence, people, { ...context, actor: { role: 'service', name: 'chat' } });
  if (isFailure(answer)) return { userIds: new Set(), adminIds: new Set() };
  return { userIds: new Set(answer.userIds), adminIds: new Set(answer.adminIds) };
}
