import { noAnswer } from '@livechat/client/answer';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import { expect, test } from 'vitest';
import { createManage, type ManageClient, shownOf } from './manage.ts';

const held: Conversation = {
  id: 7,
  userId: 1,
  adminId: null,
  status: 'open',
  subject: 'Invoice',
  priority: 'low',
  lastMessageAt: '2026-11-24T10:00:00.000Z',
  lastMessageBy: 'user',
  userUnreadCount: 0,
  adminUnreadCount: 0,
  lastSeq: 3,
  closedAt: null,
  closedBy: null,
  createdAt: '2026-11-24T10:00:00.000Z',
  updatedAt: '2026-11-24T10:00:00.000Z',
};

type Answer = Awaited<ReturnType<ManageClient['calls']['updateConversation']>>;

/** A client whose calls are answered when the test says so. */
function silentClient(stored: Conversation = held) {
  const asked: { what: object; answer: (answer: Answer) => void }[] = [];
  const known: Conversation[] = [];
  const ask = (what: object) => new Promise<Answer>((answer) => asked.push({ what, answer }));
  const getConversation = async () => ({ ok: true as const, value: { conversation: stored } });
  const calls = { updateConversation: ask, assignConversation: ask, getConversation };
  return { asked, known, manage: createManage({ calls, know: (conversation) => known.push(conversation) }) };
}

test('two quick changes of different fields are both shown until each is answered, and asked for one after another', async () => {
  const { asked, known, manage } = silentClient();
  const shown = () => shownOf(held, manage.pending.getSnapshot());
  const first = manage.change([held], { status: 'closed' });
  const second = manage.change([held], { priority: 'urgent' });
  expect(shown()).toMatchObject({ status: 'closed', priority: 'urgent' });
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer({ ok: true, value: { conversation: { ...held, status: 'closed' } } } as Answer);
  expect(await first).toEqual([]);
  expect(known).toMatchObject([{ status: 'closed' }]);
  expect(shown()).toMatchObject({ status: 'open', priority: 'urgent' });
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]?.what).toEqual({ conversationId: 7, priority: 'urgent' });
  asked[1]?.answer(noAnswer('UNREACHABLE'));
  expect(await second).toMatchObject([{ conversationId: 7, failure: { code: 'UNREACHABLE' } }]);
  expect(shown()).toEqual(held);
});

test('an undo gives back what was changed and nothing else', async () => {
  const { asked, manage } = silentClient(held);
  manage.restore([{ ...held, adminId: 4, priority: 'high' }], { priority: 'low' });
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]?.what).toEqual({ conversationId: 7, priority: 'high' });
});

test('an undo leaves alone what somebody has changed since, and says so', async () => {
  const { asked, manage } = silentClient({ ...held, status: 'closed' });
  const failed = await manage.restore([held], { status: 'pending' });
  expect(failed).toMatchObject([{ conversationId: 7, failure: { code: 'CONFLICT' } }]);
  expect(asked).toEqual([]);
});
