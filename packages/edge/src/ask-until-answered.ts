import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from '@livechat/bus/connect';
import type { Service } from '@livechat/contracts/actor';
import type { Output, RequestContract } from '@livechat/contracts/contract';
import { isFailure } from '@livechat/contracts/errors';
import type { z } from 'zod';

const retryMs = 1_000;

/** Asks in a service's own name, without an end: an instance that does not know whom to refuse must not stop asking. */
export async function askUntilAnswered<C extends RequestContract>(
  bus: Pick<Bus, 'call'>,
  service: Service,
  contract: C,
  input: z.input<C['input']>,
): Promise<Output<C>> {
  for (;;) {
    const answer = await bus.call(contract, input, {
      actor: { role: 'service', name: service },
      requestId: randomUUID(),
    });
    if (!isFailure(answer)) return answer as Output<C>;
    await wait(retryMs, undefined, { ref: false });
  }
}
