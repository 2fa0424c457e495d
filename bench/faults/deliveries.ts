import type { Message } from '@livechat/contracts/chat/message';

/** The promise is 1 s for 99 of 100; half of them are in time on a busy machine too, unless something is wrong. */
export const medianLimitMs = 1_000;
/** Fewer than these say nothing: then nobody looked. */
export const fewestDeliveries = 50;

/** The time under which that share of the times is, in their unit; 0 when there are none. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** What is wrong with the times from stored to shown while nothing was broken; nothing when they are as promised. */
export function judgeDeliveries(times: readonly number[]): string | undefined {
  if (times.length < fewestDeliveries) return `only ${times.length} deliveries were measured`;
  const median = percentile(times, 0.5);
  return median > medianLimitMs ? `half of the messages were shown after ${Math.round(median)} ms or later` : undefined;
}

/**
 * How long a message took from the store to the screen of somebody else who was connected all the while; undefined
 * for what was stored before that. Both clocks are this machine's.
 */
export function deliveryMs(
  message: Pick<Message, 'createdAt' | 'messageType'>,
  liveSince: number | undefined,
  now: number,
): number | undefined {
  const storedAt = Date.parse(message.createdAt);
  if (liveSince === undefined || storedAt <= liveSince || message.messageType === 'system') return undefined;
  return Math.max(0, now - storedAt);
}
