import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnection } from './connection.ts';
import { createObservable } from './observable.ts';
import type { Session, SessionState } from './session.ts';

/** Takes everything and answers nothing, as a network that went away without a word. */
function silentSocket() {
  const cut = new Set<() => void>();
  const socket = {
    connected: true,
    io: { engine: { on() {}, off() {} } },
    onAny() {},
    on: (_: 'disconnect', listener: () => void) => cut.add(listener),
    once: (_: 'disconnect', listener: () => void) => cut.add(listener),
    off: (_: 'disconnect', listener: () => void) => cut.delete(listener),
    emit() {},
    removeAllListeners: () => cut.clear(),
    close() {
      if (!socket.connected) return;
      socket.connected = false;
      for (const listener of [...cut]) listener();
    },
  };
  return socket;
}

vi.mock('./socket.ts', () => ({ openSocket: async () => ({ socket: silentSocket() }) }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what waits for an answer on a connection that is given up is told at once', async () => {
  const token = async () => ({ ok: true as const, value: 'token' });
  const session: Session = {
    state: createObservable<SessionState>({ state: 'signed-in', sender: 'user:7' }),
    newest: createObservable<string | undefined>('token'),
    token,
    renew: token,
    close() {},
  };
  const connection = createConnection({ baseUrl: 'http://127.0.0.1:9', session, onFault: () => {} });
  await vi.advanceTimersByTimeAsync(100);
  expect(connection.state.getSnapshot()).toEqual({ state: 'online' });
  const told = vi.fn();
  connection.ask('join-chat', { conversationId: 1 }).then(told);
  // It asks whether anybody is there, and nobody answers for five seconds.
  connection.hint();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(connection.state.getSnapshot()).toMatchObject({ state: 'offline' });
  expect(told.mock.calls).toMatchObject([[{ ok: false, code: 'UNREACHABLE' }]]);
  connection.close();
});
