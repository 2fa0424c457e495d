import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultLock } from './lock.ts';

test('where a browser refuses its locks, as in frames that may keep nothing, one runs after the other all the same', async () => {
  const request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request } });
  onTestFinished(() => void vi.unstubAllGlobals());
  const lock = defaultLock();
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
  };
  await Promise.all([lock('outbox', work('first')), lock('outbox', work('second'))]);
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('what fails within a lock is not done twice', async () => {
  vi.stubGlobal('navigator', { locks: { request: (_name: string, begin: () => unknown) => begin() } });
  onTestFinished(() => void vi.unstubAllGlobals());
  const work = vi.fn(() => Promise.reject(new Error('within')));
  await expect(defaultLock()('outbox', work)).rejects.toThrow('within');
  expect(work).toHaveBeenCalledTimes(1);
});
