import { expect, test } from 'vitest';
import { ClientMetadata, type Message, messageFor } from './message.ts';

const message = (metadata: Message['metadata']) => ({ id: 1, metadata }) as Message;

test('users do not see what moderation said; staff do', () => {
  const marked = message({ moderation: { action: 'flag' }, note: 1 });
  expect(messageFor('user', marked).metadata).toEqual({ note: 1 });
  expect(messageFor('admin', marked)).toBe(marked);
  expect(messageFor('user', message({ moderation: {} })).metadata).toBeNull();
  const plain = message(null);
  expect(messageFor('user', plain)).toBe(plain);
});

test('metadata of clients: at most 4 KiB, no reserved key, no NUL and no half character at any depth', () => {
  const fits = (metadata: unknown) => ClientMetadata.safeParse(metadata).success;
  expect(fits({ order: { id: 5, tags: ['a', null, true] } })).toBe(true);
  const bad = [
    { moderation: 1 },
    { removed: true },
    { system: {} },
    { a: 'x'.repeat(4096) },
    { a: ['\0'] },
    { a: { '\ud800': 1 } },
  ];
  for (const metadata of bad) expect(fits(metadata), JSON.stringify(metadata).slice(0, 40)).toBe(false);
});
