import { createAudit } from '@livechat/edge/audit';
import { createAuthenticate } from '@livechat/edge/authenticate';
import { limitBadTokens } from '@livechat/edge/bad-tokens';
import { watchBlocks } from '@livechat/edge/blocks';
import { createDoor } from '@livechat/edge/create-door';
import { listen } from '@livechat/edge/listen';
import { createOverload } from '@livechat/edge/overload';
import { createRateLimiter } from '@livechat/edge/rate-limit';
import { watchRevocations } from '@livechat/edge/revocations';
import { connectRedis, redisAnswers } from '@livechat/service/redis';
import { runService } from '@livechat/service/run-service';
import { createAnswerHeaders } from './answer-headers.ts';
import { corsOptions, createApp } from './app.ts';
import { Settings } from './config.ts';
import { drainRequests } from './drain-requests.ts';
import { shedLoad } from './shed-load.ts';
import { createSocketProxy } from './socket-proxy.ts';

/** Longer than any request may take. */
const drainTimeoutMs = 3_000;

await runService('gateway', Settings, async ({ settings, log, bus, health, metrics, tracing }) => {
  const revocations = watchRevocations(bus, 'gateway', log);
  const blocks = watchBlocks(bus, 'gateway', log);
  const ready = Promise.all([revocations.ready, blocks.ready]);
  const { call } = bus;
  const sockets = createSocketProxy(settings.REALTIME_INSTANCES, log);
  const redis = connectRedis(settings.REDIS_URL, log);
  const limiter = createRateLimiter(redis, settings, log, metrics);
  const authenticate = createAuthenticate({
    settings,
    call,
    service: 'gateway',
    revocations,
    ready,
    badTokens: limitBadTokens(limiter),
    metrics,
  });
  const headers = createAnswerHeaders(corsOptions(settings));
  const audit = createAudit(log);
  const parts = {
    settings,
    log,
    audit,
    call,
    health,
    authenticate,
    blocks,
    limiter,
    sockets,
    metrics,
    tracing,
    headers,
  };
  const overload = createOverload({ metrics, bus });
  const app = createApp(parts);
  const server = createDoor(shedLoad(app, { overload, headers }));
  const requestsEnd = drainRequests(server, health);
  server.on('upgrade', sockets.upgrade);
  const stopListening = await listen(server, {
    port: settings.PORT,
    host: settings.HOST,
    reusePort: settings.REUSE_PORT,
  });

  return {
    dependencies: { redis: { required: false, check: () => redisAnswers(redis) } },
    async drain() {
      await requestsEnd(drainTimeoutMs, stopListening);
      await sockets.close();
    },
    async close() {
      audit.stop();
      server.closeAllConnections();
      redis.disconnect();
    },
  };
});
