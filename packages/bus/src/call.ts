import type { Actor, Service } from '@livechat/contracts/actor';
import type { Answer, RequestContract } from '@livechat/contracts/contract';
import { fail } from '@livechat/contracts/errors';
import type { z } from 'zod';
import type { Ask } from './ask.ts';
import type { BusyPeers } from './busy-peers.ts';
import type { Deadline } from './deadline.ts';
import { readFailure } from './failure.ts';
import { writeHeaders } from './headers.ts';
import type { Log } from './log.ts';
import type { BusObserver } from './observer.ts';
import type { ConnectionState } from './watch-connection.ts';

export interface CallContext {
  actor: Actor;
  requestId: string;
  /** Of the request that this call is part of. A call never takes longer than its contract's `timeoutMs`. */
  deadline?: Deadline;
}

/**
 * Asks the owner of a contract and resolves to its answer, never throws: a service that is away, late or talks
 * nonsense is UNAVAILABLE. Nothing is retried here; a caller that retries does so with the same `clientMessageId`.
 */
export type Call = <C extends RequestContract>(
  contract: C,
  input: z.input<C['input']>,
  context: CallContext,
) => Promise<Answer<C>>;

interface CallOptions {
  service: Service;
  log: Log;
  observer: BusObserver;
  state: Pick<ConnectionState, 'isConnected'>;
  peers: Pick<BusyPeers, 'heard'>;
}

export function createCall(ask: Ask, { service, log, observer, state, peers }: CallOptions): Call {
  return async (contract, input, { actor, requestId, deadline }) => {
    if (!contract.callers.includes(service)) throw new Error(`${service} may not call ${contract.name}`);
    return observer.call(contract.name, async (trace) => {
      const timeoutMs = Math.min(contract.timeoutMs, deadline?.leftMs() ?? Number.POSITIVE_INFINITY);
      const fields = { requestId, call: contract.name };
      if (timeoutMs < 1) return unavailable(`${contract.owner} had no time left to answer`);
      if (!state.isConnected()) return unavailable('the message bus is away');
      try {
        const headers = writeHeaders({ actor, requestId, timeLeftMs: timeoutMs, trace });
        const reply = await ask(contract.subject, JSON.stringify(input), { headers, timeoutMs });
        const failure = readFailure(reply);
        peers.heard(reply.headers, failure);
        if (failure) return failure as Answer<typeof contract>;
        const output = contract.output.safeParse(reply.json());
        if (output.success) return output.data as Answer<typeof contract>;
        log.error({ ...fields, issues: output.error.issues }, 'an answer does not fit its contract');
      } catch (err) {
        const reason = err instanceof Error ? err.message : String(err);
        log.warn({ ...fields, reason, timeoutMs: Math.round(timeoutMs) }, 'a call was not answered');
      }
      return unavailable(`${contract.owner} did not answer`);
    });
  };
}

function unavailable(detail: string) {
  return fail('UNAVAILABLE', detail, { retryAfterMs: 1_000 });
}
