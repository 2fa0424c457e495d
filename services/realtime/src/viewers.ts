import type { Bus } from '@livechat/bus/connect';
import type { Subscription } from '@livechat/bus/events';
import type { Payload } from '@livechat/contracts/contract';
import { viewing } from '@livechat/contracts/realtime/viewing';
import type { ServerEvents } from '@livechat/contracts/socket';
import { conversationRoom } from './rooms.ts';
import type { ChatServer, ChatSocket } from './server.ts';

const beatEveryMs = 3_000;
/** An instance that is silent for longer has died: its viewers are gone within 10 s. */
const silenceMs = 8_000;

/** Which staff look at a conversation, over all instances. By signals alone, so a lost Redis hides nobody. */
export interface Viewers {
  arrive(socket: ChatSocket, conversationId: number): void;
  leave(socket: ChatSocket, conversationId: number): void;
  /** Somebody began or stopped typing there. */
  refresh(conversationId: number): void;
  start(): void;
  stop(): void;
}

export interface ViewersParts {
  io: ChatServer;
  bus: Bus;
  /** Names this life of this process. */
  instance: string;
  isTyping(conversationId: number, adminId: number): boolean;
}

/** A conversation that staff look at through this instance. */
interface Viewed {
  /** By admin, with their sockets here. */
  here: Map<number, { displayName: string; sockets: Set<ChatSocket> }>;
  elsewhere: Map<string, { viewers: Payload<typeof viewing>['viewers']; heardAt: number }>;
  subscription: Subscription;
  /** What was shown last, as JSON. */
  shown: string;
}

export function createViewers({ io, bus, instance, isTyping }: ViewersParts): Viewers {
  const viewed = new Map<number, Viewed>();
  let timer: NodeJS.Timeout | undefined;

  const tell = (conversationId: number, { here }: Viewed, asks = false) => {
    const viewers = [...here].map(([adminId, { displayName }]) => ({ adminId, displayName }));
    bus.publishSignal(viewing, conversationId, { conversationId, instance, viewers, asks });
  };

  const all = (conversationId: number, { here, elsewhere }: Viewed): ServerEvents['viewers-changed']['viewers'] => {
    const names = new Map([...here].map(([adminId, { displayName }]) => [adminId, displayName]));
    for (const { viewers } of elsewhere.values()) {
      for (const { adminId, displayName } of viewers) names.set(adminId, displayName);
    }
    return [...names]
      .sort(([one], [other]) => one - other)
      .map(([adminId, displayName]) => ({ adminId, displayName, typing: isTyping(conversationId, adminId) }));
  };

  const show = (conversationId: number) => {
    const conversation = viewed.get(conversationId);
    if (!conversation) return;
    const viewers = all(conversationId, conversation);
    const json = JSON.stringify(viewers);
    if (json === conversation.shown) return;
    conversation.shown = json;
    io.local.to(conversationRoom(conversationId, 'admin')).emit('viewers-changed', { conversationId, viewers });
  };

  const hear = ({ conversationId, instance: other, viewers, asks }: Payload<typeof viewing>) => {
    const conversation = viewed.get(conversationId);
    if (!conversation || other === instance) return;
    if (viewers.length === 0) conversation.elsewhere.delete(other);
    else conversation.elsewhere.set(other, { viewers, heardAt: performance.now() });
    if (asks) tell(conversationId, conversation);
    show(conversationId);
  };

  const open = (conversationId: number): Viewed => {
    const subscription = bus.subscribeSignal(viewing, conversationId, hear);
    const conversation: Viewed = { here: new Map(), elsewhere: new Map(), subscription, shown: '' };
    viewed.set(conversationId, conversation);
    return conversation;
  };

  const beat = () => {
    for (const [conversationId, conversation] of viewed) {
      tell(conversationId, conversation);
      for (const [other, { heardAt }] of conversation.elsewhere) {
        if (performance.now() - heardAt > silenceMs) conversation.elsewhere.delete(other);
      }
      show(conversationId);
    }
  };

  return {
    arrive(socket, conversationId) {
      const { role, id, displayName } = socket.data.principal;
      if (role !== 'admin') return;
      const isFirst = !viewed.has(conversationId);
      const conversation = viewed.get(conversationId) ?? open(conversationId);
      const viewer = conversation.here.get(id) ?? { displayName, sockets: new Set() };
      const isNew = viewer.sockets.size === 0;
      conversation.here.set(id, { displayName, sockets: viewer.sockets.add(socket) });
      if (isNew) tell(conversationId, conversation, isFirst);
      const before = conversation.shown;
      show(conversationId);
      // Nothing changed for the others, but this one has not been told yet.
      if (conversation.shown === before) {
        socket.emit('viewers-changed', { conversationId, viewers: all(conversationId, conversation) });
      }
    },
    leave(socket, conversationId) {
      const { role, id } = socket.data.principal;
      const conversation = viewed.get(conversationId);
      const viewer = role === 'admin' ? conversation?.here.get(id) : undefined;
      if (!conversation || !viewer?.sockets.delete(socket) || viewer.sockets.size > 0) return;
      conversation.here.delete(id);
      tell(conversationId, conversation);
      if (conversation.here.size > 0) return show(conversationId);
      conversation.subscription.stop();
      viewed.delete(conversationId);
    },
    refresh: show,
    start() {
      timer = setInterval(beat, beatEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}
