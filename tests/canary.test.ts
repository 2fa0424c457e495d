import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { adminConversationsPath, openConversation } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { logText } from './setup/logs.ts';
import { internalUrls, readMetric, watchMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';
import { childrenOf, manifest, processIds } from './setup/processes.ts';
import { connectSocket } from './setup/sockets.ts';

// A canary goes the way of a message, over and over, and is nobody's: people see nothing of it. What it cannot know to be
// this instance's own fault takes no instance out; deaf-instance.test.ts has the one that is.

const heard = 'livechat_canary_duration_seconds_count';
const failures = 'livechat_canary_failures_total';

/** Resolves when each realtime instance has heard so many more of its canaries. */
async function untilHeard(times: number): Promise<void> {
  const rises = await Promise.all(internalUrls('realtime').map((url) => watchMetric([url], heard)));
  for (const rise of rises) await expect.poll(rise, { timeout: 20_000 }).toBeGreaterThanOrEqual(times);
}

test('each realtime instance tells how long its canaries take through chat, moderation, outbox and stream', async () => {
  const [asked, reviewed, told] = await Promise.all([
    watchMetric(internalUrls('chat'), 'livechat_bus_requests_served_total', { request: 'sendCanary', outcome: 'OK' }),
    watchMetric(internalUrls('moderation'), 'livechat_bus_requests_served_total', { request: 'reviewManyMessages' }),
    watchMetric(internalUrls('chat'), 'livechat_bus_events_published_total', { event: 'canary.told' }),
  ]);
  await untilHeard(2);
  for (const rise of [asked, reviewed, told]) expect(await rise()).toBeGreaterThanOrEqual(4);
  for (const url of internalUrls('realtime')) {
    const seconds = await readMetric([url], 'livechat_canary_duration_seconds_sum');
    expect(seconds / (await readMetric([url], heard))).toBeGreaterThan(0.001);
    expect(await readMetric([url], 'livechat_canary_deaf')).toBe(0);
    const lastHeardAt = await readMetric([url], 'livechat_canary_last_heard_timestamp_seconds');
    expect(Math.abs(Date.now() / 1000 - lastHeardAt)).toBeLessThan(30);
  }
});

test('staff see nothing of it: not in lists, searches, counts, people, metrics or the audit trail, nor on a socket', {
  timeout: 90_000,
}, async () => {
  const staff = newPerson('admin');
  const user = newPerson('user');
  const { id } = await openConversation(user, { subject: 'A sparrow sings' });
  const agent = await connectSocket(staff);
  const look = async () => {
    const path = `${adminConversationsPath}?limit=100`;
    const list = await staff.call<{ conversations: object[]; counts: { all: number } }>('GET', path);
    const agents = await staff.call('GET', '/api/chat/admin/agents');
    const [rows] = await query<{ conversations: number }>(
      `select (select count(*) from users) as users, (select count(*) from admins) as admins,
         (select count(*) from chat_conversations) as conversations, (select count(*) from chat_messages) as messages`,
    );
    return { list: list.body, agents: agents.body, rows };
  };
  const find = async (words: string) => {
    const path = `${adminConversationsPath}?q=${words}`;
    return (await staff.call<{ conversations: { id: number }[] }>('GET', path)).body.conversations;
  };
  // The index has come so far, and the counts, which may be 2 s old.
  await expect.poll(() => find('sparrow')).toMatchObject([{ id }]);
  await expect
    .poll(async () => {
      const { list, rows } = await look();
      return [list.counts.all, list.conversations.length > 0, rows?.conversations === list.counts.all];
    })
    .toEqual([expect.any(Number), true, true]);
  const counters = () =>
    Promise.all([
      watchMetric(internalUrls('chat'), 'livechat_messages_stored_total'),
      watchMetric(internalUrls('chat'), 'livechat_conversations_opened_total'),
      watchMetric(internalUrls('chat'), 'livechat_reviews_total'),
      watchMetric(internalUrls('moderation'), 'livechat_moderation_verdicts_total'),
      watchMetric(internalUrls('moderation'), 'livechat_moderation_review_duration_seconds_count'),
    ]);
  const told = ['new-user-message', 'conversation-created', 'conversation-updated'] as const;
  const heard = () => told.map((name) => agent.received(name).length);
  const changedByCanaries = async () => {
    const [before, heardBefore, counted] = [await look(), heard(), await counters()];
    await untilHeard(2);
    const isSame = isDeepStrictEqual(await look(), before) && isDeepStrictEqual(heard(), heardBefore);
    return [isSame, ...(await Promise.all(counted.map((rise) => rise())))];
  };
  // Again, should people of an earlier test still be on their way; a canary would be there each time.
  await expect.poll(changedByCanaries, { timeout: 40_000 }).toEqual([true, 0, 0, 0, 0, 0]);
  // The words of its text; other tests have a canary among theirs.
  expect(await find('canary sings anybody hears')).toEqual([]);
  const audited = logText()
    .split('\n')
    .filter((line) => line.includes('"audit":true'));
  expect(audited.length).toBeGreaterThan(0);
  expect(audited.filter((line) => /canary/i.test(line))).toEqual([]);
});

test('it leaves one row for each process that sends any, and none of those that are gone', async () => {
  await untilHeard(1);
  await query(
    `insert into chat_canaries (source, heard_seq, sent_at) values (gen_random_uuid(), 1, now() - interval '2 hours')`,
  );
  const rows = () => query<{ source: string; seq: number }>('select source, seq from chat_canaries order by source');
  const sources = async () => (await rows()).map(({ source }) => source);
  const before = await rows();
  await expect.poll(async () => (await rows()).length).toBe(before.length - 1);
  await untilHeard(3);
  const kept = before.map(({ source }) => source);
  for (const source of await sources()) expect(kept).toContain(source);
  expect(Math.max(...(await rows()).map(({ seq }) => seq))).toBeGreaterThan(Math.max(...before.map(({ seq }) => seq)));
});

async function readiness(): Promise<number[]> {
  return Promise.all(internalUrls('realtime').map(async (url) => (await fetch(`${url}/readyz`)).status));
}

/** Four canaries in a row of each instance are not answered, while `chatIsAway` sees to it; every instance stays ready. */
async function staysReadyWhile(chatIsAway: () => void): Promise<void> {
  const rises = await Promise.all(
    internalUrls('realtime').map((url) => watchMetric([url], failures, { why: 'unanswered' })),
  );
  for (;;) {
    chatIsAway();
    const [fewest = 0] = (await Promise.all(rises.map((rise) => rise()))).sort((a, b) => a - b);
    expect(await readiness()).toEqual([200, 200]);
    if (fewest >= 4) return;
  }
}

test('with chat away no realtime instance is taken out', { timeout: 90_000 }, async () => {
  const before = processIds().realtime;
  await untilHeard(1);
  await staysReadyWhile(() => {
    for (const { pid } of manifest().services.chat) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is just being started again.
      }
    }
  });
  await untilHeard(1);
  expect(await readiness()).toEqual([200, 200]);
  expect(processIds().realtime).toEqual(before);
});

test('with Postgres away none is taken out either', { timeout: 90_000 }, async () => {
  const { pid } = manifest().infrastructure.postgres;
  if (pid === undefined) throw new Error('Postgres was given from outside: it cannot be stopped here');
  const processes = [pid, ...childrenOf(pid)];
  try {
    for (const one of processes) process.kill(one, 'SIGSTOP');
    await staysReadyWhile(() => {});
  } finally {
    for (const one of processes) process.kill(one, 'SIGCONT');
  }
  await untilHeard(1);
  expect(await readiness()).toEqual([200, 200]);
});
