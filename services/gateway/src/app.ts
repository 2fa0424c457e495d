import type { Call } from '@livechat/bus/call';
import { fail } from '@livechat/contracts/errors';
import type { Audit } from '@livechat/edge/audit';
import type { Authenticate } from '@livechat/edge/authenticate';
import type { Blocks } from '@livechat/edge/blocks';
import { createLimitedCall } from '@livechat/edge/limited-call';
import type { RateLimiter } from '@livechat/edge/rate-limit';
import type { Health } from '@livechat/service/health';
import type { Logger } from '@livechat/service/logger';
import type { Metrics } from '@livechat/service/metrics';
import type { Tracing } from '@livechat/service/tracing';
import cors from 'cors';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { createAnswerHeaders } from './answer-headers.ts';
import { readyHeaders } from './answer-headers.ts';
import { auditRequests, nameOperation } from './audit-requests.ts';
import { refuseBlocked, requireToken } from './auth.ts';
import { clientSettings } from './client-settings.ts';
import { maxBodyBytes, maxSessionBodyBytes, type Settings } from './config.ts';
import { createErrorHandler, sendFailure } from './error-response.ts';
import { holdBodies } from './held-bodies.ts';
import { readJson } from './json-body.ts';
import { observeRequests } from './observe-requests.ts';
import { referenceRoutes } from './reference.ts';
import { requestId, showRequestId } from './request-id.ts';
import { contractRoutes } from './routes.ts';
import { serveApp } from './serve-app.ts';
import { sessionRoutes } from './sessions.ts';
import { isSocketPath, type SocketProxy } from './socket-proxy.ts';
import { standing } from './standing.ts';
import { unchanging } from './unchanging.ts';

export interface AppParts {
  settings: Settings;
  log: Logger;
  audit: Audit;
  call: Call;
  health: Health;
  authenticate: Authenticate;
  blocks: Pick<Blocks, 'refusal'>;
  limiter: RateLimiter;
  sockets: SocketProxy;
  metrics: Metrics;
  tracing: Tracing;
  headers: ReturnType<typeof createAnswerHeaders>;
}

export const corsOptions = ({ CORS_ORIGINS }: Pick<Settings, 'CORS_ORIGINS'>): cors.CorsOptions => ({
  origin: CORS_ORIGINS,
  exposedHeaders: ['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
  maxAge: 600,
});

export function createApp(parts: AppParts): Express {
  const { settings, log, audit, call, health, authenticate, blocks, limiter, sockets, metrics, tracing, headers } =
    parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', settings.TRUST_PROXY);
  const careful = helmet();
  app.use((request, response, next) => {
    if (isSocketPath(request)) careful(request, response, () => sockets.request(request, response));
    else next();
  });
  app.use(requestId);
  app.use(observeRequests(log, metrics, tracing));
  app.use(auditRequests(audit));
  app.use(readyHeaders(headers));
  const byExpress = [careful, showRequestId];
  const preflight = express.Router().use(byExpress, cors(corsOptions(settings)));
  app.use((request, response, next) => {
    if (request.method === 'OPTIONS') preflight(request, response, next);
    else next();
  });

  const withToken = requireToken(authenticate);
  const admitted = [withToken, refuseBlocked(blocks)];
  const held = holdBodies();
  // First, since nearly all that is asked is this.
  app.use(contractRoutes(createLimitedCall(call, limiter), [...admitted, readJson(held, maxBodyBytes)]));
  app.use(
    sessionRoutes({ call, settings, limiter }, { withToken, admitted, body: readJson(held, maxSessionBodyBytes) }),
  );
  app.get('/api/chat/me', nameOperation({ name: 'standing' }), admitted, standing(call, limiter));

  app.use(byExpress);
  app.get('/livez', (_request, response) => void response.json({ status: 'alive' }));
  app.get('/readyz', async (_request, response) => {
    const ready = await health.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
  });
  app.get(
    '/api/client-settings',
    cors(corsOptions(settings)),
    unchanging('application/json', JSON.stringify(clientSettings(settings))),
  );
  app.use(referenceRoutes());
  app.use(serveApp('console', settings.CONSOLE_DIR));
  app.use(serveApp('app', settings.MOBILE_DIR, settings.EMBED_ORIGINS));
  app.use((_request, response) => sendFailure(response, fail('NOT_FOUND')));
  app.use(createErrorHandler(log));
  return app;
}
