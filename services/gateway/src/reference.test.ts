import { openApiDocument } from '@livechat/contracts/openapi';
import { createMetrics } from '@livechat/service/metrics';
import { passOnTraces } from '@livechat/service/pass-on-traces';
import type { Express } from 'express';
import { expect, test } from 'vitest';
import { type AppParts, createApp } from './app.ts';
import { Settings } from './config.ts';

const refuse = () => {
  throw new Error('no request is made here');
};

/** The app as main.ts makes it, with parts that are never reached. */
function appWithRoutes(): Express {
  const settings = Settings.parse({
    NATS_URL: 'nats://127.0.0.1:4222',
    REDIS_URL: 'redis://127.0.0.1:6379',
    AUTH_JWT_SECRET: 'only for the list of routes, nothing is signed',
  });
  const parts: unknown = {
    settings,
    call: refuse,
    authenticate: refuse,
    log: { error: refuse },
    health: { isReady: refuse },
    limiter: { take: refuse },
    sockets: { request: refuse, upgrade: refuse },
    metrics: createMetrics(),
    tracing: passOnTraces(),
  };
  return createApp(parts as AppParts);
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> } | undefined;
  handle: object;
}

/** Express keeps routes of nested routers in stacks. */
function routesIn({ stack }: { stack: readonly Layer[] }): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map((method) => `${method} ${route.path}`);
    return 'stack' in handle && Array.isArray(handle.stack) ? routesIn({ stack: handle.stack }) : [];
  });
}

test('the document lists the routes of the gateway, all of them and no others', () => {
  const documented = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(documented.sort()).toEqual(routesIn(appWithRoutes().router as unknown as { stack: Layer[] }).sort());
});
