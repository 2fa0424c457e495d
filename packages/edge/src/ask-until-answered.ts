import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from '@livechat/bus/connect';
import type { Service } from '@livechat/contracts/actor';
import type { Output, RequestContract } from '@livechat/contracts/contract';
import { isFailure } from '@livechat/contracts/errors';
import type { z } from 'zod';

/** Longer after each failure, up to the most: whoever does not answer is not helped by being asked more. */
const retry = { firstMs: 1_000, maxMs: 4_000, factor: 1.5 };

/** Asks in a service's own name, without an end: an instance that does not know whom to refuse must not stop asking. */
export async function askUntilAnswered<C extends RequestContract>(
  bus: Pick<Bus, 'call'>,
  service: Service,
  contract: C,
  input: z.input<C['input']>,
): Promise<Output<C>> {
  for (let waitMs = retry.firstMs; ; waitMs = Math.min(retry.maxMs, waitMs * retry.factor)) {
    const answer = await bus.call(contract, input, {
      actor: { role: 'service', name: service },
      requestId: randomUUID(),
    });
    if (!isFailure(answer)) return answer as Output<C>;
    await wait(waitMs * (0.75 + Math.random() / 4), undefined, { ref: false });
  }
}
