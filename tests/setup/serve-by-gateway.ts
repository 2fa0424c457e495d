import { join } from 'node:path';
import express from 'express';
import { createAnswerHeaders } from '../../services/gateway/src/answer-headers.ts';
import { serveApp } from '../../services/gateway/src/serve-app.ts';
import type { AppServer } from './app-files.ts';

/** What a gateway does with the apps, and the headers that all of its answers have. */
export async function serveByGateway(apps: string, embedOrigins: readonly string[] = []): Promise<AppServer> {
  const headersOf = createAnswerHeaders({ origin: false });
  const app = express()
    .disable('x-powered-by')
    .use((request, response, next) => {
      // Those of files and pages say themselves how long they are kept.
      const { 'Cache-Control': _, ...headers } = headersOf(request);
      response.set(headers);
      next();
    })
    .use(serveApp('console', join(apps, 'console')))
    .use(serveApp('app', join(apps, 'app'), embedOrigins));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const bound = server.address();
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`,
    close: () => void server.close(),
  };
}
