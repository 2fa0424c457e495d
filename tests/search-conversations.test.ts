import type { StaffConversation } from '@livechat/contracts/chat/conversation';
import { type ConversationCounts, conversationSorts } from '@livechat/contracts/chat/list-all-conversations';
import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { adminConversationsPath, conversationsPath, openConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';

interface Page {
  conversations: StaffConversation[];
  nextCursor: string | null;
  counts: ConversationCounts;
}

/** A list of one user's conversations, all pages of it. */
async function idsFor(staff: Person, filter: Record<string, string>, limit = 50): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const parameters = new URLSearchParams({ ...filter, limit: String(limit), ...(cursor !== '' && { cursor }) });
    const { status, body } = await staff.call<Page>('GET', `${adminConversationsPath}?${parameters}`);
    expect(status).toBe(200);
    ids.push(...body.conversations.map(({ id }) => id));
    cursor = body.nextCursor;
  }
  return ids;
}

const userIdOf = async (user: Person) => String((await principalOf(user)).id);

/** What is promised of a text that was just written: it is found, or no longer found, within two seconds. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 2_000, interval: 50 });

test('search finds a word or a part of one in subject, names and messages, in any script', async () => {
  const [user, staff] = [newPerson('user', 'Zoë 王小明'), newPerson('admin')];
  const first = await openConversation(user, { subject: 'Wrong Invoice', message: 'I paid twice for the headphones.' });
  const second = await openConversation(user, { subject: '退款申请', message: 'طلبتُ استرداد المبلغ قبل أسبوع' });
  await send(staff, second.id, 'Добрый день, Straße 100%_sure\\o/');
  const userId = await userIdOf(user);
  const find = async (q: string) => (await idsFor(staff, { userId, q })).sort((a, b) => a - b);
  await soon(async () => expect(await find('добрый')).toEqual([second.id]));
  for (const q of ['invoice', 'VOIC', 'twice headphones', 'paid wrong', 'headphones.', 'zoe invoice', 'in vo']) {
    expect(await find(q), q).toEqual([first.id]);
  }
  for (const q of [
    '退款',
    '款申',
    '退款申请',
    '申',
    '退款 straße 小明',
    'استرداد',
    'طلبت',
    'المبلغ',
    'ДОБРЫЙ',
    'брый',
    'straß',
    '100%_',
    '\\o/',
    'اسبوع',
    'سترد',
  ]) {
    expect(await find(q), q).toEqual([second.id]);
  }
  for (const q of [user.username, user.username.slice(0, 9), 'zoe', '小明', '王', 'z', 'o']) {
    expect(await find(q), q).toEqual([first.id, second.id]);
  }
  for (const q of [
    'invoice 退款',
    '款退',
    '退申',
    '%%%',
    '___',
    'inv%ice',
    '100%sure',
    'Carl',
    'true nothing',
    'ppaid',
  ]) {
    expect(await find(q), q).toEqual([]);
  }
});

test('a part of a very long word is found, wherever in it it stands', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const long = Array.from({ length: 60 }, (_, n) => `n${n}x`).join('');
  const { id } = await openConversation(user, { message: `see ${long}` });
  const userId = await userIdOf(user);
  for (const q of [long.slice(0, 30), long.slice(17, 90), long.slice(33, 53), long.slice(-25)]) {
    await soon(async () => expect(await idsFor(staff, { userId, q }), q).toEqual([id]));
  }
});

test('search follows edits and forgets what was taken away, within two seconds', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'blue umbrella' });
  await send(user, id, 'with a wooden handle');
  const userId = await userIdOf(user);
  const finds = (q: string, ids: number[]) =>
    soon(async () => expect(await idsFor(staff, { userId, q }), q).toEqual(ids));
  await finds('umbrella', [id]);
  const [message] = await query<{ id: number }>(
    'select id from chat_messages where conversation_id = $1 order by seq',
    [id],
  );
  await user.call('PATCH', `${conversationsPath}/${id}/messages/${message?.id}`, { message: 'green parasol' });
  await finds('umbrella', []);
  await finds('parasol', [id]);
  await query("update chat_messages set message = '' where id = $1", [message?.id]);
  await finds('parasol', []);
  await finds('wooden', [id]);
  await query('delete from chat_messages where conversation_id = $1', [id]);
  await finds('wooden', []);
});

test('search follows a new subject and a new name of the user', async () => {
  const [user, staff] = [newPerson('user', 'Alder'), newPerson('admin')];
  const { id } = await openConversation(user, { subject: 'Kettle' });
  const userId = await userIdOf(user);
  const finds = (q: string, ids: number[]) =>
    soon(async () => expect(await idsFor(staff, { userId, q }), q).toEqual(ids));
  await finds('alder kettle', [id]);
  await query("update chat_conversations set subject = 'Teapot' where id = $1", [id]);
  await query("update users set display_name = 'Birch' where id = $1", [userId]);
  await finds('birch teapot', [id]);
  await finds('alder', []);
  await finds('kettle', []);
});

test('a message that commits long after later ones is found', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const late = await openConversation(user);
  const other = await openConversation(user);
  const userId = await userIdOf(user);
  const slow = new pg.Client(inject('system').databaseUrl);
  await slow.connect();
  try {
    await slow.query('begin');
    await slow.query("update chat_messages set message = 'walrus' where conversation_id = $1", [late.id]);
    await send(user, other.id, 'pelican');
    await soon(async () => expect(await idsFor(staff, { userId, q: 'pelican' })).toEqual([other.id]));
    await slow.query('commit');
  } finally {
    await slow.end();
  }
  await soon(async () => expect(await idsFor(staff, { userId, q: 'walrus' })).toEqual([late.id]));
});

test('many messages at once are all found, and nothing stays queued', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const userId = await userIdOf(user);
  const words = Array.from({ length: 60 }, (_, n) => `burst${n}word`);
  const answers = await Promise.all(words.map((word, n) => send(n % 2 === 0 ? user : staff, id, word)));
  expect(answers.map(({ status }) => status)).toEqual(words.map(() => 201));
  for (let n = 0; n < words.length; n += 8) {
    const q = words.slice(n, n + 8).join(' ');
    await soon(async () => expect(await idsFor(staff, { userId, q }), q).toEqual([id]));
  }
  await soon(async () => expect(await query('select from chat_search_queue')).toEqual([]));
});

test('each sort has its order, and its pages hold every conversation once', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const priorities = ['low', 'urgent', 'medium', 'urgent', 'high'];
  const opened: number[] = [];
  for (const priority of priorities) opened.push((await openConversation(user, { priority })).id);
  const [low, urgent, medium, urgentToo, high] = opened;
  await query("update chat_conversations set last_message_at = '2026-01-01' where id = any($1)", [opened]);
  await send(staff, Number(medium), 'an answer');
  await send(user, Number(low), 'still waiting since my first message');
  const userId = await userIdOf(user);
  const expected = {
    activity: [low, medium, high, urgentToo, urgent],
    oldest: [urgent, urgentToo, high, medium, low],
    priority: [urgentToo, urgent, high, medium, low],
    waiting: [low, urgent, urgentToo, high, medium],
  };
  for (const sort of conversationSorts) {
    expect(await idsFor(staff, { userId, sort }, 2), sort).toEqual(expected[sort]);
    await soon(async () =>
      expect(await idsFor(staff, { userId, sort, q: 'printer' }, 2), sort).toEqual(expected[sort]),
    );
  }
});

test('one waits from the first message after staff last wrote in it or closed it', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const waitingSince = async () => {
    const [row] = await query<{ waiting_since: Date | null; at: Date }>(
      'select waiting_since, last_message_at as at from chat_conversations where id = $1',
      [id],
    );
    return row;
  };
  const began = (await waitingSince())?.waiting_since;
  expect(began).toBeInstanceOf(Date);
  await send(user, id, 'hello?');
  expect((await waitingSince())?.waiting_since).toEqual(began);
  await send(staff, id, 'here I am');
  expect((await waitingSince())?.waiting_since).toBeNull();
  await send(user, id, 'thanks, and one more thing');
  const asked = await waitingSince();
  expect(asked?.waiting_since).toEqual(asked?.at);
  await staff.call('PATCH', `${adminConversationsPath}/${id}/status`, { status: 'closed' });
  expect((await waitingSince())?.waiting_since).toBeNull();
  await send(user, id, 'not solved');
  const again = await waitingSince();
  expect(again?.waiting_since).toEqual(again?.at);
});

test('counts ignore the filters, are the caller’s own for mine, and are at most 2 s old', async () => {
  const [user, staff, other] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const countsFor = async (person: Person) =>
    (await person.call<Page>('GET', `${adminConversationsPath}?q=nothinghasthis&status=pending`)).body.counts;
  const [before] = await query<{ all: number; open: number; unassigned: number }>(
    `select count(*) as all, count(*) filter (where status = 'open') as open,
      count(*) filter (where admin_id is null) as unassigned from chat_conversations`,
  );
  if (!before) throw new Error('nothing was counted');
  await countsFor(staff);
  const { id } = await openConversation(user);
  await openConversation(user);
  await send(staff, id, 'mine now');
  const changedAt = performance.now();
  const expected = { all: before.all + 2, open: before.open + 2, mine: 1, unassigned: before.unassigned + 1 };
  const promised = { timeout: 2_500, interval: 50 };
  await vi.waitFor(async () => expect(await countsFor(staff)).toMatchObject(expected), promised);
  // Each instance of chat counts for itself.
  await vi.waitFor(async () => expect(await countsFor(other)).toMatchObject({ ...expected, mine: 0 }), promised);
  expect(performance.now() - changedAt).toBeLessThan(2_000);
});

test('a search that is empty, too long or of too many words, and a cursor of another order, are VALIDATION_FAILED', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  await openConversation(user);
  await openConversation(user);
  const { body } = await staff.call<Page>('GET', `${adminConversationsPath}?limit=1`);
  for (const bad of [
    'q=',
    'q=%20%E2%80%8B',
    `q=${'x'.repeat(101)}`,
    'q=a+b+c+d+e+f+g+h+i',
    'q=a%00b',
    `sort=oldest&cursor=${body.nextCursor}`,
    'sort=newest',
  ]) {
    expect(await staff.call('GET', `${adminConversationsPath}?${bad}`), bad).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  }
});
