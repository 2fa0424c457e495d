import { type ErrorCode, isErrorCode } from '@livechat/contracts/errors';
import { io, type Socket } from 'socket.io-client';

export type OpenedSocket =
  | { socket: Socket }
  /** Let in by nobody: refused with a code, or not reached at all. */
  | { code: ErrorCode | undefined; detail: string; retryAfterMs?: number };

export interface SocketOptions {
  baseUrl: string;
  token: string;
  timeoutMs: number;
  signal: AbortSignal;
}

/** One attempt at a connection. It never tries again by itself: that is the connection's work. */
export function openSocket({ baseUrl, token, timeoutMs, signal }: SocketOptions): Promise<OpenedSocket> {
  const socket = io(baseUrl, {
    path: '/socket.io/',
    auth: { token },
    forceNew: true,
    reconnection: false,
    withCredentials: false,
    // Where WebSocket does not get through, long-polling does.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    autoConnect: false,
  });
  return new Promise((resolve) => {
    const settle = (opened: OpenedSocket) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.off('connect', connected).off('connect_error', refused);
      if (!('socket' in opened)) socket.close();
      resolve(opened);
    };
    const connected = () => settle({ socket });
    const refused = (err: Error & { data?: unknown }) => {
      const { code, message, retryAfterMs } = Object(err.data);
      settle({
        code: isErrorCode(code) ? code : undefined,
        detail: typeof message === 'string' ? message : 'There is no connection',
        ...(typeof retryAfterMs === 'number' && { retryAfterMs }),
      });
    };
    const abort = () => settle({ code: undefined, detail: 'given up' });
    const timer = setTimeout(() => settle({ code: undefined, detail: 'no connection in time' }), timeoutMs);
    signal.addEventListener('abort', abort);
    socket.on('connect', connected).on('connect_error', refused).connect();
  });
}
