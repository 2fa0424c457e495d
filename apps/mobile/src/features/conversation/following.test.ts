import type { ChatItem } from '@livechat/client/conversation-view';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { hasNewer, heldIn } from './following.ts';

const stored = (seq: number, key = `#${seq}`): ChatItem => ({ kind: 'stored', key, message: { seq } as Message });
const local = (key: string) => ({ kind: 'local', key, local: {} }) as ChatItem;

test('answers that come above an own message that waits are newer', () => {
  const held = heldIn([stored(9), stored(10), local('mine')]);
  expect(hasNewer(held, [stored(9), stored(10), stored(11), local('mine')])).toBe(true);
});

test('nothing is newer when an own message is stored, older ones come, or another own one shows', () => {
  const held = heldIn([stored(10), local('refused'), local('waits')]);
  expect(hasNewer(held, [stored(10), stored(11, 'waits'), local('refused')])).toBe(false);
  expect(hasNewer(held, [stored(8), stored(9), stored(10), local('refused'), local('waits')])).toBe(false);
  expect(hasNewer(held, [stored(10), local('refused'), local('waits'), local('of another tab')])).toBe(false);
  expect(hasNewer(held, [stored(9)])).toBe(false);
});
