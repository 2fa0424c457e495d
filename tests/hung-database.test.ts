import { expect, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { internalUrls, scrape } from './setup/metrics.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { childrenOf, manifest, processIds } from './setup/processes.ts';

test('Postgres hangs and goes on: refusals in time, no process ends, and what is acknowledged after it stays', async () => {
  const before = processIds();
  const user = newPerson('user');
  const { id } = await openConversation(user);
  // So many at once that every connection of the pool is open.
  await Promise.all(Array.from({ length: 40 }, (_, index) => send(user, id, `before ${index}`)));
  await query('select 1');
  const { pid } = manifest().infrastructure.postgres;
  if (pid === undefined) throw new Error('Postgres was given from outside: it cannot be stopped here');
  const processes = [pid, ...childrenOf(pid)];
  try {
    for (const one of processes) process.kill(one, 'SIGSTOP');
    const took: number[] = [];
    const sendTimed = async (text: string) => {
      const began = performance.now();
      const answer = await send(user, id, text);
      took.push(performance.now() - began);
      return answer;
    };
    const refused = await Promise.all(Array.from({ length: 20 }, (_, index) => sendTimed(`during ${index}`)));
    // Promised in 2.5 s; the rest is the way there and back of twenty at once.
    expect(Math.min(...took)).toBeLessThan(2_600);
    expect(Math.max(...took)).toBeLessThan(4_000);
    for (const url of internalUrls('chat')) {
      expect(await scrape(url)).toMatch(/^livechat_dependency_up\{dependency="postgres"\} 0$/m);
    }
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  } finally {
    for (const one of processes) process.kill(one, 'SIGCONT');
  }

  const newcomers = Array.from({ length: 20 }, () => newPerson('user'));
  await expect.poll(async () => (await send(user, id, 'back')).status, { timeout: 10_000 }).toBe(201);
  await Promise.all(newcomers.map((person) => expect.poll(() => principalOf(person)).toBeDefined()));

  const forgotten =
    "select 1 from pg_stat_activity where state = 'idle in transaction' and application_name like 'livechat%'";
  await expect.poll(() => query(forgotten), { timeout: 10_000 }).toEqual([]);
  const subjects = newcomers.map(({ subject }) => subject);
  expect(await query('select id from users where subject = any($1)', [subjects])).toHaveLength(newcomers.length);
  const stored = await readAll(user, id);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
  expect((await readConversation(user, id)).adminUnreadCount).toBe(stored.length);
  expect(processIds()).toEqual(before);
});
