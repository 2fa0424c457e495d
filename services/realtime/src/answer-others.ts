import type { RequestListener } from 'node:http';
import type { Health } from '@livechat/service/health';
import { secureHeaders } from './secure-headers.ts';

/** Answers what Socket.IO does not take for its own: whether new sessions may come here, for balancers, and no more. */
export function answerOthers(health: Pick<Health, 'isReady'>): RequestListener {
  return (request, response) =>
    secureHeaders(request, response, async () => {
      if (request.url !== '/readyz') return void response.writeHead(404).end();
      const ready = await health.isReady();
      response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: ready ? 'ready' : 'not ready' }));
    });
}
