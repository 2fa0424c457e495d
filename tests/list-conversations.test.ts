import type { StaffConversation, UserConversation } from '@livechat/contracts/chat/conversation';
import { expect, test } from 'vitest';
import { adminConversationsPath, conversationsPath, openConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';

interface Page<Conversation> {
  conversations: Conversation[];
  nextCursor: string | null;
}

async function listAll<Conversation>(person: Person, path: string, limit: number): Promise<Conversation[][]> {
  const pages: Conversation[][] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await person.call<Page<Conversation>>('GET', `${path}limit=${limit}${from}`);
    pages.push(body.conversations);
    cursor = body.nextCursor;
  }
  return pages;
}

test('a user sees their own conversations, newest activity first, with the last message', async () => {
  const [user, other, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
  const [first, second] = [await openConversation(user), await openConversation(user)];
  await openConversation(other);
  await send(staff, first.id, 'the newest');
  const { body } = await user.call<Page<UserConversation>>('GET', `${conversationsPath}?username=${user.username}`);
  expect(body.conversations.map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(body.conversations[0]?.lastMessage).toMatchObject({ message: 'the newest', seq: 2 });
  expect(body.conversations[0]).not.toHaveProperty('user');
});

test('another’s username is FORBIDDEN and a username given twice does not fit', async () => {
  const [user, victim] = [newPerson('user'), newPerson('user')];
  await openConversation(victim);
  for (const name of [victim.username, user.username.toUpperCase(), `${user.username}%20`]) {
    const answer = await user.call('GET', `${conversationsPath}?username=${name}`);
    expect(answer, name).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  }
  const twice = await user.call('GET', `${conversationsPath}?username=${user.username}&username=${victim.username}`);
  expect(twice).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
});

test('pages by cursor hold every conversation once, also when several are of the same moment', async () => {
  const user = newPerson('user');
  const ids: number[] = [];
  for (let number = 0; number < 5; number += 1) ids.push((await openConversation(user)).id);
  await query("update chat_conversations set last_message_at = '2026-01-01' where id = any($1)", [ids]);
  const pages = await listAll<UserConversation>(user, `${conversationsPath}?`, 2);
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
  expect(pages.flat().map(({ id }) => id)).toEqual([...ids].reverse());
});

test('staff see everybody’s, with the customer and who it is assigned to, and filter them', async () => {
  const [user, staff] = [newPerson('user', 'Nadia'), newPerson('admin', 'Ada')];
  const [answered, waiting] = [await openConversation(user), await openConversation(user, { priority: 'urgent' })];
  await send(staff, answered.id, 'I am here');
  const [{ id: userId }, { id: adminId }] = [await principalOf(user), await principalOf(staff)];
  const list = async (filter: string) => {
    const path = `${adminConversationsPath}?userId=${userId}&${filter}`;
    return (await staff.call<Page<StaffConversation>>('GET', path)).body.conversations;
  };
  const idsOf = async (filter: string) => (await list(filter)).map(({ id }) => id);
  expect(await idsOf('')).toEqual([answered.id, waiting.id]);
  expect((await list(''))[0]).toMatchObject({
    user: { id: userId, username: user.username, displayName: 'Nadia' },
    admin: { id: adminId, username: staff.username, displayName: 'Ada' },
    lastMessage: { message: 'I am here' },
  });
  expect(await idsOf('assignee=me')).toEqual([answered.id]);
  expect(await idsOf(`assignee=${adminId}`)).toEqual([answered.id]);
  expect(await idsOf('assignee=none')).toEqual([waiting.id]);
  expect(await idsOf('priority=urgent')).toEqual([waiting.id]);
  expect(await idsOf('status=closed')).toEqual([]);
  expect(await idsOf('unread=true')).toEqual([answered.id, waiting.id]);
});

test('a cursor, sort or filter that is not ours is VALIDATION_FAILED; a user’s token is FORBIDDEN', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  for (const bad of [
    'cursor=x',
    'cursor=W10',
    'sort=password',
    'status=gone',
    'assignee=you',
    'unread=yes',
    'offset=1',
  ]) {
    expect(await staff.call('GET', `${adminConversationsPath}?${bad}`), bad).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  }
  for (const path of [adminConversationsPath, `${adminConversationsPath}/`, '/api/chat/ADMIN/conversations']) {
    expect(await user.call('GET', path), path).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  }
});
