import type { Actor, Service } from '@livechat/contracts/actor';
import type { ActorOf, Answer, Input, RequestContract } from '@livechat/contracts/contract';
import { type Failure, fail, fieldErrors, isFailure } from '@livechat/contracts/errors';
import { isInbox } from '@livechat/contracts/permissions';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { type Deadline, startDeadline, timedOut, within } from './deadline.ts';
import { failureHeaders } from './failure.ts';
import { type RequestHeaders, readHeaders, writeBusy } from './headers.ts';
import type { Log } from './log.ts';
import { type Endpoint, startEndpoint } from './micro.ts';
import type { BusObserver } from './observer.ts';
import { tooBusy } from './too-busy.ts';
import { createWorkQueue, type WorkQueue, wasShed } from './work-queue.ts';

export interface RequestContext<A extends Actor = Actor> {
  actor: A;
  requestId: string;
  deadline: Deadline;
}

/** Returns the output, or `fail(code)` with a code that the contract declares; anything else does not compile. */
export type Handler<C extends RequestContract> = (
  input: Input<C>,
  context: RequestContext<ActorOf<C>>,
) => Promise<Answer<C>>;

export type Serve = <C extends RequestContract>(
  contract: C,
  handler: Handler<C>,
  options?: {
    /** Where it waits for its turn; several requests may share one. */
    queue?: WorkQueue;
    /** That this queue is full says nothing of what else the service can do: nobody is told. */
    apart?: boolean;
  },
) => void;

interface ServeOptions {
  service: Service;
  log: Log;
  observer: BusObserver;
  /** Tells a dependency that is away (UNAVAILABLE) from a defect (INTERNAL) by what a handler threw. */
  isOutage(thrown: unknown): boolean;
}

export function createServe(connection: NatsConnection, { service, log, observer, isOutage }: ServeOptions) {
  const endpoints: Endpoint[] = [];
  const subscriptions: Subscription[] = [];
  const inFlight = new Set<Promise<void>>();

  // For services that have nothing to wait for but their own event loop.
  const queues = new Set<WorkQueue>();
  const ownQueue = createWorkQueue({ atOnce: 500, maxWaiting: 0 });

  const serve: Serve = (contract, handler, { queue = ownQueue, apart = false } = {}) => {
    if (contract.owner !== service) throw new Error(`${service} does not own ${contract.name}`);
    const endpoint = startEndpoint(contract.name, contract.subject, service);
    endpoints.push(endpoint);
    if (!apart) queues.add(queue);

    const answer = async (message: Msg, received: RequestHeaders | undefined): Promise<unknown | Failure> => {
      if (!received) return fail('VALIDATION_FAILED', 'the request headers are missing or malformed');
      const { actor, requestId } = received;
      if (!contract.actors.includes(actor.role)) return fail('FORBIDDEN');
      const deadline = startDeadline(received.timeLeftMs);
      const context = { actor: actor as ActorOf<typeof contract>, requestId, deadline };
      const work = queue.run(deadline, async () => {
        const input = contract.input.safeParse(parseJson(message));
        if (input.success) return handler(input.data as Input<typeof contract>, context);
        return fail('VALIDATION_FAILED', undefined, { errors: fieldErrors(input.error.issues) });
      });
      const fields = { requestId, request: contract.name };
      try {
        const result = await within(deadline, work);
        if (wasShed(result)) {
          observer.shed(contract.name, result.shed);
          return tooBusy();
        }
        if (result !== timedOut) return result;
        log.warn(fields, 'a request took too long');
        return fail('UNAVAILABLE', undefined, { retryAfterMs: 1_000 });
      } catch (err) {
        const outage = isOutage(err);
        log[outage ? 'warn' : 'error']({ ...fields, err }, outage ? 'a dependency is away' : 'a request failed');
        return outage ? fail('UNAVAILABLE', undefined, { retryAfterMs: 1_000 }) : fail('INTERNAL');
      }
    };

    const respond = async (message: Msg): Promise<void> => {
      const started = performance.now();
      const received = readHeaders(message.headers);
      const result = await observer.serve(contract.name, received?.trace ?? {}, () => answer(message, received));
      const failure = isFailure(result) ? result : undefined;
      endpoint.count(performance.now() - started, failure);
      respondWith(message, result, !apart && queue.isBusy());
    };

    const subscription = connection.subscribe(contract.subject, {
      queue: service,
      callback(err, message) {
        if (err) return log.error({ err, request: contract.name }, 'cannot listen for requests');
        const work = respond(message)
          .catch((err: unknown) => {
            // Larger than NATS carries, for one: the caller learns at once that there is no answer.
            log.error({ err, request: contract.name }, 'cannot answer a request');
            respondWith(message, fail('INTERNAL'));
          })
          .finally(() => inFlight.delete(work));
        inFlight.add(work);
      },
    });
    subscriptions.push(subscription);
  };

  /** Takes no new requests and resolves when those already received are answered. */
  const finish = async () => {
    await Promise.all(subscriptions.map((subscription) => subscription.drain()));
    await Promise.allSettled([...inFlight]);
    await connection.flush();
  };
  const isBusy = () => [...queues].some((queue) => queue.isBusy());
  return { serve, isBusy, finish, endpoints };
}

function respondWith(message: Msg, result: unknown | Failure, isBusy = false): void {
  if (!isInbox(message.reply)) return;
  const written = isFailure(result) ? failureHeaders(result) : undefined;
  const told = isBusy ? writeBusy(written) : written;
  message.respond(JSON.stringify(result), told ? { headers: told } : {});
}

function parseJson(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
