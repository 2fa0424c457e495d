import { randomUUID } from 'node:crypto';
import { requests } from '@livechat/contracts/registry';
import { createAudit } from '@livechat/edge/audit';
import { createAuthenticate } from '@livechat/edge/authenticate';
import { limitBadTokens } from '@livechat/edge/bad-tokens';
import { watchBlocks } from '@livechat/edge/blocks';
import { createDoor } from '@livechat/edge/create-door';
import { createLimitedCall } from '@livechat/edge/limited-call';
import { listen } from '@livechat/edge/listen';
import { createOverload } from '@livechat/edge/overload';
import { createRateLimiter } from '@livechat/edge/rate-limit';
import { watchRevocations } from '@livechat/edge/revocations';
import { redisAnswers } from '@livechat/service/redis';
import { runService } from '@livechat/service/run-service';
import { answerOthers } from './answer-others.ts';
import { authenticateSocket } from './authenticate-socket.ts';
import { createCanary } from './canary.ts';
import { Settings } from './config.ts';
import { acceptSocket } from './connection.ts';
import { startConversationNotices } from './conversation-notices.ts';
import { countEvents } from './count-events.ts';
import { countRepairs } from './count-repairs.ts';
import { createDeliveries } from './deliveries.ts';
import { endBlockedSockets } from './end-blocked.ts';
import { inboundEvents } from './inbound.ts';
import { createMemberships } from './memberships.ts';
import { observeEvents } from './observe-events.ts';
import { observeSockets } from './observe-sockets.ts';
import { createOutbound } from './outbound.ts';
import { createPresence, presenceTtlMs } from './presence.ts';
import { createPresenceStore } from './presence-store.ts';
import { createStore } from './read-store.ts';
import { sendAway } from './send-away.ts';
import { createSocketServer } from './server.ts';
import { createStaffNotices } from './staff-notices.ts';
import { createTokenLife } from './token-life.ts';
import { createTyping } from './typing.ts';
import { createViewers } from './viewers.ts';

await runService('realtime', Settings, async ({ settings, log, bus, instance, health, metrics, tracing }) => {
  const http = createDoor(answerOthers(health));
  const sockets = createSocketServer(http, { settings, instance, log });
  const { io } = sockets;
  const limiter = createRateLimiter(sockets.redis, settings, log, metrics);
  const revocations = watchRevocations(bus, 'realtime', log);
  const blocks = watchBlocks(bus, 'realtime', log);
  const ready = Promise.all([revocations.ready, blocks.ready]);
  const authenticate = createAuthenticate({
    settings,
    call: bus.call,
    service: 'realtime',
    revocations,
    ready,
    badTokens: limitBadTokens(limiter),
    metrics,
  });
  const overload = createOverload({ metrics, bus });
  const audit = createAudit(log);
  const tokenLife = createTokenLife(io, authenticate, revocations);
  const life = `${instance}:${randomUUID()}`;
  const deliveries = createDeliveries(bus.call, log);
  const outbound = createOutbound({
    io,
    bus,
    store: createStore(bus.call),
    log,
    typing: () => typing,
    deliveries,
    onRepaired: countRepairs(metrics),
  });
  const viewers = createViewers({
    io,
    bus,
    instance: life,
    isTyping: (conversationId, adminId) => typing.isShown(conversationId, 'admin', adminId),
  });
  const memberships = createMemberships({ outbound, call: bus.call, viewers, deliveries });
  const typing = createTyping({ io, bus, limiter, overload, memberships, viewers });
  const call = createLimitedCall(bus.call, limiter);
  const store = createPresenceStore(sockets.redis, life, presenceTtlMs);
  const presence = createPresence({ io, bus, store, log });
  bus.serve(requests.readPresence, presence.read);
  presence.start();
  const { observe, isBusy } = countEvents(observeEvents(log, metrics, tracing));
  const parts = {
    events: inboundEvents({ call, memberships, typing, tokenLife, deliveries }),
    memberships,
    staffNotices: createStaffNotices(io, bus),
    tokenLife,
    typing,
    presence,
    deliveries,
    blocks,
    endIfBlocked: endBlockedSockets(io, blocks),
    overload,
    log,
    audit,
    observe,
  };
  const trustedProxies = settings.TRUST_PROXY;
  io.use(authenticateSocket({ authenticate, blocks, overload, presence, trustedProxies, log, audit }));
  observeSockets(io, outbound, metrics);
  io.on('connection', (socket) => acceptSocket(socket, parts));
  outbound.start();
  viewers.start();
  startConversationNotices(io, bus);
  const canary = createCanary({ bus, log, metrics, intervalMs: settings.CANARY_INTERVAL_SECONDS * 1_000 });
  canary.start();
  await listen(http, { port: settings.PORT, host: settings.HOST });

  return {
    dependencies: {
      redis: { required: false, check: () => redisAnswers(sockets.redis) },
      canary: { required: true, check: async () => !canary.isDeaf() },
    },
    async drain() {
      sockets.refuseSessions();
      await sendAway(io, isBusy);
      outbound.stop();
      canary.stop();
      viewers.stop();
      await presence.stop();
      sockets.close();
    },
    async close() {
      audit.stop();
    },
  };
});
