import { Agent, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { delayMs, kindOf, messageIn, type ProxyParts, refusals } from './proxy-parts.ts';

/** Where the client under test gets its tokens, as it would from its host application. */
export const tokenPath = '/conformance/token';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Requests, carried to the gateway or not. */
export interface HttpSide {
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Resolves when nothing is under way to the gateway. */
  quiet(): Promise<void>;
  close(): void;
}

export function createHttpSide({ target, faults, tokens, sends }: ProxyParts): HttpSide {
  const agent = new Agent({ keepAlive: true });
  const underWay = new Set<Promise<unknown>>();

  const carry = (req: IncomingMessage, body: Buffer): Promise<Answer> => {
    const headers = { ...req.headers, host: target.host };
    const bearer = headers.authorization?.replace(/^Bearer /, '');
    if (bearer !== undefined) headers.authorization = `Bearer ${tokens.asSeen(bearer)}`;
    const carried = new Promise<Answer>((resolve, reject) => {
      const options = { agent, host: target.hostname, port: target.port, method: req.method, path: req.url, headers };
      const upstream = request(options, async (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      upstream.on('error', reject);
      upstream.end(body);
    });
    underWay.add(carried);
    const gone = () => void underWay.delete(carried);
    carried.then(gone, gone);
    return carried;
  };

  const refuse = (
    res: ServerResponse,
    { status, code, message, retryAfterMs }: (typeof refusals)['limited' | 'unavailable'],
  ) => {
    const problem = {
      type: 'about:blank',
      title: code,
      status,
      detail: message,
      code,
      requestId: 'proxy',
      retryAfterMs,
    };
    res.writeHead(status, {
      'content-type': 'application/problem+json',
      'retry-after': String(Math.ceil(retryAfterMs / 1_000)),
    });
    res.end(JSON.stringify(problem));
  };

  const pass = async (req: IncomingMessage, res: ServerResponse) => {
    const body = await bodyOf(req);
    const path = req.url ?? '/';
    const kind = kindOf(req.method ?? 'GET', path);
    const { text, clientMessageId } = kind === 'send' ? messageIn(body.toString()) : {};
    if (kind === 'send') sends.attempt(text, clientMessageId);
    const fault = faults.ofRequest(kind);
    if (fault === 'lost') return reset(req.socket);
    if (fault === 'hang') return;
    if (fault === 'unavailable' || fault === 'limited') {
      const refusal = refusals[fault];
      sends.refused(text, refusal.retryAfterMs);
      return refuse(res, refusal);
    }
    if (fault === 'delay') await delay(delayMs);
    const [answer] = await Promise.all([carry(req, body), fault === 'double' ? carry(req, body) : undefined]);
    if (fault === 'answer-lost') return reset(req.socket);
    const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers;
    res.writeHead(answer.status, { ...headers, 'content-length': answer.body.length });
    res.end(answer.body);
  };

  return {
    handle(req, res) {
      if (req.url === tokenPath) {
        res.writeHead(200, { 'content-type': 'application/json' });
        return void res.end(JSON.stringify({ token: tokens.issue() }));
      }
      // Long-polling would carry events in pieces that nobody can count: only WebSocket gets through.
      if (req.url?.startsWith('/socket.io/')) return reset(req.socket);
      pass(req, res).catch(() => reset(req.socket));
    },
    async quiet() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    close: () => agent.destroy(),
  };
}

export function reset(socket: Socket): void {
  // While its end is being written libuv refuses to reset it: it would stay open, and Node would never get through its own end.
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}
