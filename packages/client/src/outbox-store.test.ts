import { expect, test } from 'vitest';
import type { OutboxEntry } from './outbox-rules.ts';
import { createOutboxStore, isOutboxKey } from './outbox-store.ts';
import { memoryStorage } from './storage.ts';

const entryOf = (message: string): OutboxEntry => ({
  key: `000000000000001-${message}`,
  clientMessageId: message,
  conversation: 1,
  message,
  queuedAt: '2026-12-01T12:00:00.000Z',
  attempted: false,
});

test('nobody has what another person wrote, whatever the host application calls its people', async () => {
  const storage = memoryStorage();
  const senders = ['user:acme', 'user:acme/bob', 'user:acme/', 'user:acme%2Fbob'];
  for (const sender of senders) {
    const store = createOutboxStore(storage, sender, () => {});
    await store.save(entryOf(sender.replaceAll('/', '-')));
    await store.saveOpened('new-1', sender.length);
  }
  for (const sender of senders) {
    const store = createOutboxStore(storage, sender, () => {});
    expect((await store.load())?.map(({ message }) => message)).toEqual([sender.replaceAll('/', '-')]);
    expect([...(await store.opened())]).toEqual([['new-1', sender.length]]);
    const keys = [...(await storage.list('outbox/')), ...(await storage.list('opened/'))].map(([key]) => key);
    expect(keys.filter((key) => isOutboxKey(key, sender))).toHaveLength(2);
  }
});
