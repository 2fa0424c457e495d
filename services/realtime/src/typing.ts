import type { Bus } from '@livechat/bus/connect';
import { typing as typingSignal } from '@livechat/contracts/chat/typing';
import type { Payload } from '@livechat/contracts/contract';
import { type Failure, fail } from '@livechat/contracts/errors';
import type { Overload } from '@livechat/edge/overload';
import { type RateLimiter, rateLimited } from '@livechat/edge/rate-limit';
import type { Memberships } from './memberships.ts';
import { conversationRooms, personRoom } from './rooms.ts';
import type { ChatServer, ChatSocket } from './server.ts';
import type { Viewers } from './viewers.ts';

export type TypingEvent = Payload<typeof typingSignal>;

/** Who is silent for so long has stopped, whatever became of their device. */
const silenceMs = 6_000;

/** Typing indicators: a passing signal between instances, shown to the others in the conversation. */
export interface Typing {
  start(socket: ChatSocket, conversationId: number, requestId: string): Promise<Failure | Record<string, never>>;
  stop(socket: ChatSocket, conversationId: number): Failure | Record<string, never>;
  stopAll(socket: ChatSocket): void;
  /** What another instance, or this one, told of a conversation that is followed here. */
  show(event: TypingEvent): void;
  isShown(conversationId: number, userType: TypingEvent['userType'], userId: number): boolean;
  /** A message says better than anything that its sender stopped writing. */
  sent(conversationId: number, senderType: TypingEvent['userType'], senderId: number | null): void;
}

export interface TypingParts {
  io: ChatServer;
  bus: Bus;
  limiter: RateLimiter;
  overload: Pick<Overload, 'dropsTyping'>;
  memberships: Pick<Memberships, 'follows'>;
  viewers: Pick<Viewers, 'refresh'>;
}

export function createTyping({ io, bus, limiter, overload, memberships, viewers }: TypingParts): Typing {
  /** In which conversations somebody writes at a socket of this instance. */
  const writing = new WeakMap<ChatSocket, Set<number>>();
  /** Who is shown as writing to the sockets of this instance, with the end by silence. */
  const shown = new Map<string, { event: TypingEvent; timer: NodeJS.Timeout }>();
  /** Who was told of the limit, until when, in milliseconds of this process' clock. */
  const toldUntil = new WeakMap<ChatSocket, number>();

  const tell = (socket: ChatSocket, conversationId: number, isTyping: boolean) => {
    const { role: userType, id: userId, displayName } = socket.data.principal;
    const payload = { conversationId, userType, userId, displayName, isTyping };
    bus.publishSignal(typingSignal, conversationId, payload);
  };

  const emit = (event: TypingEvent) => {
    const others = io.local.to(conversationRooms(event.conversationId));
    others.except(personRoom(event.userType, event.userId)).emit('user-typing', event);
    if (event.userType === 'admin') viewers.refresh(event.conversationId);
  };

  const end = (key: string) => {
    const entry = shown.get(key);
    if (!entry) return;
    clearTimeout(entry.timer);
    shown.delete(key);
    emit({ ...entry.event, isTyping: false });
  };

  const stop = (socket: ChatSocket, conversationId: number) => {
    if (writing.get(socket)?.delete(conversationId)) tell(socket, conversationId, false);
  };

  return {
    async start(socket, conversationId, requestId) {
      if (!memberships.follows(socket, conversationId)) return fail('NOT_FOUND');
      // Silently: an error would make more work than what it is about. An indicator that was shown ends by silence.
      if (overload.dropsTyping()) return {};
      const { role, id } = socket.data.principal;
      const place = await limiter.take('typing', `${role}:${id}`, requestId);
      if (place && !place.free) {
        // Dropped, and told once in its window: an indicator is not worth an error each time.
        if ((toldUntil.get(socket) ?? 0) > performance.now()) return {};
        toldUntil.set(socket, performance.now() + place.windowMs);
        return rateLimited(place);
      }
      const conversations = writing.get(socket) ?? new Set();
      writing.set(socket, conversations.add(conversationId));
      tell(socket, conversationId, true);
      return {};
    },
    stop(socket, conversationId) {
      if (!memberships.follows(socket, conversationId)) return fail('NOT_FOUND');
      stop(socket, conversationId);
      return {};
    },
    stopAll(socket) {
      for (const conversationId of writing.get(socket) ?? []) stop(socket, conversationId);
    },
    show(event) {
      const key = keyOf(event.conversationId, event.userType, event.userId);
      if (!event.isTyping) return end(key);
      const entry = shown.get(key);
      clearTimeout(entry?.timer);
      shown.set(key, { event, timer: setTimeout(end, silenceMs, key) });
      if (!entry) emit(event);
    },
    isShown: (conversationId, userType, userId) => shown.has(keyOf(conversationId, userType, userId)),
    sent(conversationId, senderType, senderId) {
      if (senderId !== null) end(keyOf(conversationId, senderType, senderId));
    },
  };
}

const keyOf = (conversationId: number, userType: string, userId: number) => `${conversationId}:${userType}:${userId}`;
