import type { Call, CallContext } from '@livechat/bus/call';
import { type Deadline, startDeadline, timedOut, within } from '@livechat/bus/deadline';
import type { Principal } from '@livechat/contracts/actor';
import { joinConversation } from '@livechat/contracts/chat/join-conversation';
import type { Answer, Input, Output } from '@livechat/contracts/contract';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import type { ConversationFeed } from './conversation-feed.ts';
import type { Deliveries } from './deliveries.ts';
import { emitItem } from './emit-item.ts';
import type { Outbound } from './outbound.ts';
import { conversationRoom } from './rooms.ts';
import type { ChatSocket } from './server.ts';
import type { Viewers } from './viewers.ts';

/** NATS answers in a millisecond or is away. */
const listenTimeoutMs = 800;

export interface JoinContext extends CallContext {
  actor: Principal;
  deadline: Deadline;
}

export interface Joined {
  answer: Omit<Output<typeof joinConversation>, 'revision'> | Failure;
  /** Lets go what was heard while the store was read; to be called when the answer has been given, or not. */
  afterwards?(wasGiven: boolean): void;
}

/** Which sockets of this instance follow which conversations. */
export interface Memberships {
  join(socket: ChatSocket, input: Input<typeof joinConversation>, context: JoinContext): Promise<Joined>;
  /** When a join that is still under way has ended: a client without callbacks does not wait before it goes on. */
  settled(socket: ChatSocket, conversationId: number): Promise<void>;
  /** Waits for a join that is still under way, so that the later word counts. */
  leave(socket: ChatSocket, conversationId: number): Promise<void>;
  leaveAll(socket: ChatSocket): void;
  follows(socket: ChatSocket, conversationId: number): boolean;
}

export interface MembershipsParts {
  outbound: Outbound;
  call: Call;
  viewers: Pick<Viewers, 'arrive' | 'leave'>;
  deliveries: Pick<Deliveries, 'written'>;
}

export function createMemberships({ outbound, call, viewers, deliveries }: MembershipsParts): Memberships {
  const conversationsOf = new WeakMap<ChatSocket, Set<number>>();

  const followed = (socket: ChatSocket): Set<number> => {
    const conversations = conversationsOf.get(socket) ?? new Set();
    conversationsOf.set(socket, conversations);
    return conversations;
  };

  /** Listens first, reads the store next, and lets go last what came in between: nothing falls into a hole. */
  const listenAndRead = async (
    feed: ConversationFeed,
    input: Input<typeof joinConversation>,
    context: JoinContext,
  ): Promise<Answer<typeof joinConversation>> => {
    const heard = await within(startDeadline(Math.min(listenTimeoutMs, context.deadline.leftMs())), feed.ready);
    if (heard === timedOut) return fail('UNAVAILABLE', 'the message bus is away', { retryAfterMs: 1_000 });
    const answer = await call(joinConversation, input, context);
    // Of two sockets that join at once the later reading may be answered first, and the live part begins there: the earlier
    // one would have a hole up to it. What is read now is newer.
    const isTooOld = !isFailure(answer) && answer.revision < (feed.begunAt() ?? 0);
    return isTooOld ? call(joinConversation, input, context) : answer;
  };

  const joining = new WeakMap<ChatSocket, Map<number, Promise<unknown>>>();

  const join: Memberships['join'] = async (socket, input, context) => {
    const { conversationId } = input;
    const conversations = followed(socket);
    const feed = outbound.hold(conversationId);
    const recording = feed.record();
    let stays = false;
    try {
      const answer = await listenAndRead(feed, input, context);
      if (isFailure(answer) || !socket.connected) return { answer };
      const { revision, ...told } = answer;
      feed.start({ revision, lastSeq: answer.conversation.lastSeq });
      stays = !conversations.has(conversationId);
      conversations.add(conversationId);
      socket.join(conversationRoom(conversationId, context.actor.role));
      // What this join did not bring: it happened after the store was read.
      const heard = recording.items.filter((item) => item.revision > revision);
      return {
        answer: told,
        afterwards(wasGiven) {
          // Left again before the answer was on its way.
          if (!socket.connected || !followed(socket).has(conversationId)) return;
          if (wasGiven) for (const message of answer.messages) deliveries.written(socket, message);
          for (const item of heard) {
            emitItem(socket, context.actor.role, item);
            if (item.kind === 'created') deliveries.written(socket, item.message);
          }
          viewers.arrive(socket, conversationId);
        },
      };
    } finally {
      recording.stop();
      if (!stays) outbound.release(conversationId);
    }
  };

  const settled: Memberships['settled'] = async (socket, conversationId) => {
    // How it ended is told to who asked for it.
    await Promise.allSettled([joining.get(socket)?.get(conversationId)]);
  };

  return {
    settled,
    join(socket, input, context) {
      const pending = joining.get(socket) ?? new Map<number, Promise<unknown>>();
      joining.set(socket, pending);
      const work = join(socket, input, context).finally(() => {
        if (pending.get(input.conversationId) === work) pending.delete(input.conversationId);
      });
      pending.set(input.conversationId, work);
      return work;
    },
    async leave(socket, conversationId) {
      await settled(socket, conversationId);
      if (!followed(socket).delete(conversationId)) return;
      socket.leave(conversationRoom(conversationId, socket.data.principal.role));
      viewers.leave(socket, conversationId);
      outbound.release(conversationId);
    },
    follows: (socket, conversationId) => followed(socket).has(conversationId),
    leaveAll(socket) {
      for (const conversationId of followed(socket)) {
        viewers.leave(socket, conversationId);
        outbound.release(conversationId);
      }
      conversationsOf.delete(socket);
    },
  };
}
