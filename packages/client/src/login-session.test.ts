import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fallbackStorage } from './fallback-storage.ts';
import { processLock } from './lock.ts';
import { createLoginSession } from './login-session.ts';
import { memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A device whose storage has a sign-in and takes long to open. */
async function slowDevice() {
  const inner = memoryStorage();
  await inner.set('session', {
    accessToken: 'access',
    refreshToken: 'refresh',
    principal: { id: 7, role: 'user', subject: '7', username: 'ann', displayName: 'Ann' },
    renewAt: Date.now() + 3_600_000,
  });
  let opens = () => {};
  const opened = new Promise<void>((done) => {
    opens = done;
  });
  const storage = fallbackStorage({
    ...inner,
    get: (key) => opened.then(() => inner.get(key)),
    delete: (key) => opened.then(() => inner.delete(key)),
  });
  const session = createLoginSession({ baseUrl: 'http://127.0.0.1:9', storage, lock: processLock() });
  return { inner, session, opens };
}

test('a sign-in that was kept counts also when the storage answers late', async () => {
  const { session, opens } = await slowDevice();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(session.state.getSnapshot()).toEqual({ state: 'signed-out' });
  opens();
  await vi.advanceTimersByTimeAsync(100);
  expect(session.state.getSnapshot()).toEqual({ state: 'signed-in', sender: 'user:7' });
  session.close();
});

test('who signed out while the storage did not answer stays signed out', async () => {
  const { inner, session, opens } = await slowDevice();
  await vi.advanceTimersByTimeAsync(4_000);
  await session.logout();
  opens();
  await vi.advanceTimersByTimeAsync(100);
  expect(session.state.getSnapshot()).toEqual({ state: 'signed-out' });
  expect(await inner.get('session')).toBe(undefined);
  session.close();
});
