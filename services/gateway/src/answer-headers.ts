import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Headers = Readonly<Record<string, string>>;

/** Runs what would set headers on an answer. */
type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * What helmet and cors would set on an answer of the API, looked up once for each origin that is allowed: to have them
 * set it at each request costs as much as all that Express does. Preflights still go to cors itself.
 */
export function createAnswerHeaders(options: cors.CorsOptions): (request: IncomingMessage) => Headers {
  const headersFor = (origin: string | undefined): Headers => ({
    ...headersOf(helmet(), origin),
    ...headersOf(cors(options), origin),
    'Cache-Control': 'no-store',
  });
  const allowed = Array.isArray(options.origin) ? options.origin.map(String) : [];
  const byOrigin = new Map(allowed.map((origin) => [origin, headersFor(origin)]));
  const others = headersFor('null');
  const none = headersFor(undefined);
  return ({ headers: { origin } }) => (origin === undefined ? none : (byOrigin.get(origin) ?? others));
}

/** Lays them ready for `sendAnswer`. */
export function readyHeaders(headersOfAnswer: (request: IncomingMessage) => Headers): RequestHandler {
  return (request, response, next) => {
    response.locals.headers = headersOfAnswer(request);
    next();
  };
}

function headersOf(middleware: Middleware, origin: string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  const response = {
    setHeader(name: string, value: string) {
      found[name] = value;
    },
    getHeader: (name: string) => found[name],
    removeHeader() {},
  };
  const request = { method: 'GET', headers: origin === undefined ? {} : { origin } };
  middleware(request as IncomingMessage, response as unknown as ServerResponse, () => {});
  return found;
}
