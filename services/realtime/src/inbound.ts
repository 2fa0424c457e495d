import { randomUUID } from 'node:crypto';
import { startDeadline } from '@livechat/bus/deadline';
import { joinConversation } from '@livechat/contracts/chat/join-conversation';
import { markMessagesDelivered } from '@livechat/contracts/chat/mark-messages-delivered';
import type { IdentityClaims, RequestContract, Without } from '@livechat/contracts/contract';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import { requests } from '@livechat/contracts/registry';
import { authenticate, leaveChat, typingStart, typingStop } from '@livechat/contracts/socket';
import type { Audit } from '@livechat/edge/audit';
import type { Blocks } from '@livechat/edge/blocks';
import { checkClaims } from '@livechat/edge/check-claims';
import type { LimitedCall } from '@livechat/edge/limited-call';
import type { Overload } from '@livechat/edge/overload';
import { readInput } from '@livechat/edge/read-input';
import type { Logger } from '@livechat/service/logger';
import type { z } from 'zod';
import { requestTimeoutMs } from './config.ts';
import type { Deliveries } from './deliveries.ts';
import { createEventBudget, type EventBudget } from './event-budget.ts';
import type { JoinContext, Memberships } from './memberships.ts';
import type { ObserveEvent } from './observe-events.ts';
import type { ChatSocket } from './server.ts';
import type { TokenLife } from './token-life.ts';
import type { Typing } from './typing.ts';

const maxEventName = 64;

interface Outcome {
  answer: Record<string, unknown> | Failure;
  /** Runs when the acknowledgement is on its way. */
  afterwards?(wasGiven: boolean): void;
}

interface InboundEvent {
  /** In the audit trail; a contract's name, or the event's own. */
  operation: string;
  /** Touches nothing that lasts: of staff, too, only refusals are in the trail. */
  isPassing?: boolean;
  claims: IdentityClaims | undefined;
  schema: z.ZodObject;
  without?: Without | undefined;
  /** Never refused for want of time: it costs little, and without it there would be more to do later. */
  always?: boolean;
  handle(input: Record<string, unknown>, context: JoinContext, socket: ChatSocket): Promise<Outcome>;
}

export interface InboundParts {
  call: LimitedCall;
  memberships: Memberships;
  typing: Typing;
  tokenLife: TokenLife;
  deliveries: Pick<Deliveries, 'leaveTo'>;
}

/** What a client may say: the socket bindings of the contracts, and what ends here. Any other event is dropped. */
export function inboundEvents({
  call,
  memberships,
  typing,
  tokenLife,
  deliveries,
}: InboundParts): ReadonlyMap<string, InboundEvent> {
  const events = new Map<string, InboundEvent>();
  for (const contract of Object.values<RequestContract>(requests)) {
    if (!contract.socket) continue;
    events.set(contract.socket.event, {
      operation: contract.name,
      claims: contract.socket.claims,
      schema: contract.input,
      without: contract.socket.without,
      async handle(input, context, socket) {
        // What is stored before a join has read the store is told by the join's answer alone, to which not all listen.
        if (typeof input.conversationId === 'number') await memberships.settled(socket, input.conversationId);
        return { answer: withoutRepeated((await call(contract, input, context)).answer) };
      },
    });
  }
  const received = events.get(markMessagesDelivered.socket.event);
  if (received) {
    events.set(markMessagesDelivered.socket.event, {
      ...received,
      handle(input, context, socket) {
        deliveries.leaveTo(socket);
        return received.handle(input, context, socket);
      },
    });
  }
  events.set(joinConversation.socket.event, {
    operation: joinConversation.name,
    claims: joinConversation.socket.claims,
    schema: joinConversation.input,
    handle: (input, context, socket) => memberships.join(socket, joinConversation.input.parse(input), context),
  });
  events.set(leaveChat.event, {
    operation: leaveChat.event,
    claims: leaveChat.claims,
    schema: leaveChat.input,
    always: true,
    async handle(input, _context, socket) {
      const { conversationId } = leaveChat.input.parse(input);
      typing.stop(socket, conversationId);
      await memberships.leave(socket, conversationId);
      return { answer: {} };
    },
  });
  events.set(typingStart.event, {
    operation: typingStart.event,
    isPassing: true,
    claims: typingStart.claims,
    schema: typingStart.input,
    // Dropped by itself, and sooner.
    always: true,
    async handle(input, { requestId }, socket) {
      const { conversationId } = typingStart.input.parse(input);
      await memberships.settled(socket, conversationId);
      return { answer: await typing.start(socket, conversationId, requestId) };
    },
  });
  events.set(typingStop.event, {
    operation: typingStop.event,
    isPassing: true,
    claims: typingStop.claims,
    schema: typingStop.input,
    always: true,
    async handle(input, _context, socket) {
      const { conversationId } = typingStop.input.parse(input);
      await memberships.settled(socket, conversationId);
      return { answer: typing.stop(socket, conversationId) };
    },
  });
  events.set(authenticate.event, {
    operation: authenticate.event,
    claims: undefined,
    schema: authenticate.input,
    always: true,
    async handle(input, context, socket) {
      return { answer: await tokenLife.renew(socket, authenticate.input.parse(input).token, context) };
    },
  });
  return events;
}

export interface EventParts {
  socket: ChatSocket;
  events: ReadonlyMap<string, InboundEvent>;
  blocks: Pick<Blocks, 'refusal'>;
  overload: Pick<Overload, 'enter'>;
  log: Logger;
  audit: Pick<Audit, 'ended'>;
  observe: ObserveEvent;
}

/** Listens to a socket. Nothing that a client sends gets an exception out of here: that would end the process. */
export function listenToSocket(parts: EventParts): void {
  const { socket, events, overload, log, observe } = parts;
  const budget = createEventBudget();
  socket.use(([name, ...args], next) => {
    const refusal = refuseEvent(name, { ...parts, budget });
    if (refusal === undefined) return next();
    if (refusal === 'close') return void socket.disconnect(true);
    const event = typeof name === 'string' ? events.get(name) : undefined;
    const requestId = randomUUID();
    void observe(event ? String(name) : 'other', requestId, socket, async () => ({ answer: refusal }));
    if (event) tellTrail(parts, event, requestId, args[0], refusal);
    acknowledge(socket, String(name).slice(0, maxEventName), args, refusal);
  });
  for (const [name, event] of events) {
    socket.on(name, (...args) => {
      const requestId = randomUUID();
      const run = async (): Promise<Outcome> => {
        const entered = event.always ? () => {} : overload.enter(name);
        if (isFailure(entered)) return { answer: entered };
        return runEvent(event, args[0], requestId, socket)
          .catch((err: unknown): Outcome => {
            log.error({ err, requestId, event: name }, 'an event failed');
            return { answer: fail('INTERNAL') };
          })
          .finally(entered);
      };
      observe(name, requestId, socket, run)
        .then(({ answer, afterwards }) => {
          tellTrail(parts, event, requestId, args[0], answer);
          const wasGiven = acknowledge(socket, name, args, answer);
          afterwards?.(wasGiven);
        })
        .catch((err: unknown) => log.error({ err, requestId, event: name }, 'an event could not be answered'));
    });
  }
}

function tellTrail(
  { socket, audit }: EventParts,
  { operation: name, isPassing, schema: input }: InboundEvent,
  requestId: string,
  payload: unknown,
  answer: Outcome['answer'],
): void {
  if (isPassing && !isFailure(answer)) return;
  const { principal: actor } = socket.data;
  const address = () => socket.data.address;
  const given: object = Object(payload);
  audit.ended(
    { requestId, address, actor, operation: { name, input }, given },
    isFailure(answer) ? answer.failure : 'OK',
  );
}

function refuseEvent(
  name: unknown,
  { events, blocks, budget, socket }: EventParts & { budget: EventBudget },
): Failure | 'close' | undefined {
  const spent = budget.spend();
  if (spent === 'exhausted') return 'close';
  if (spent === 'refused') {
    return fail('RATE_LIMITED', 'Too many events', { retryAfterMs: budget.retryAfterMs() });
  }
  if (typeof name !== 'string' || !events.has(name)) return fail('VALIDATION_FAILED', 'There is no such event');
  return blocks.refusal(socket.data.principal);
}

async function runEvent(
  event: InboundEvent,
  payload: unknown,
  requestId: string,
  socket: ChatSocket,
): Promise<Outcome> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { answer: fail('VALIDATION_FAILED', 'The payload must be an object') };
  }
  const { principal } = socket.data;
  const own = checkClaims({ ...payload }, event.claims, principal);
  if (isFailure(own)) return { answer: own };
  const input = readInput(event.schema, own, event.without);
  if (isFailure(input)) return { answer: input };
  const context = { actor: principal, requestId, deadline: startDeadline(requestTimeoutMs) };
  return event.handle(input, context, socket);
}

/** Answers the callback, if the client gave one: whether it did. */
function acknowledge(socket: ChatSocket, event: string, args: unknown[], answer: Outcome['answer']): boolean {
  const callback = args.find((arg) => typeof arg === 'function');
  if (isFailure(answer)) refuse(socket, event, args[0], answer);
  callback?.(isFailure(answer) ? { ok: false, error: errorOf(answer) } : { ok: true, ...answer });
  return callback !== undefined;
}

/** Every refusal is told as an event too, so that a client without callbacks sees it. */
function refuse(socket: ChatSocket, event: string, payload: unknown, failure: Failure): void {
  const { code, message, retryAfterMs, messages } = errorOf(failure);
  const { conversationId, clientMessageId } = Object(payload);
  socket.emit('chat-error', {
    event,
    code,
    message,
    ...(Number.isSafeInteger(conversationId) && { conversationId }),
    ...(typeof clientMessageId === 'string' && { clientMessageId: clientMessageId.slice(0, 64) }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(messages !== undefined && { messages }),
  });
}

function errorOf({ failure: code, detail: message, ...extras }: Failure) {
  return { code, message, ...extras };
}

function withoutRepeated(answer: Record<string, unknown> | Failure): Record<string, unknown> | Failure {
  if (isFailure(answer)) return answer;
  const { repeated: _, ...rest } = answer;
  return rest;
}
