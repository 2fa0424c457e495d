import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnection } from './connection.ts';
import { createObservable } from './observable.ts';
import type { Session, SessionState } from './session.ts';

/** Takes everything and answers nothing, as a network that went away without a word. */
class SilentSocket extends EventEmitter {
  connected = true;
  io = { engine: new EventEmitter() };
  onAny() {}
  override emit(name: string, ...rest: unknown[]): boolean {
    return name === 'disconnect' && super.emit(name, ...rest);
  }
  close() {
    if (!this.connected) return;
    this.connected = false;
    this.emit('disconnect', 'io client disconnect');
  }
}

vi.mock('./socket.ts', () => ({ openSocket: async () => ({ socket: new SilentSocket() }) }));
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
