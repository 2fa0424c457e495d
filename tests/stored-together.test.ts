import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { holdConversation } from './setup/hold-conversation.ts';
import { newPerson, type Person } from './setup/people.ts';

// The promise: that messages are stored in groups shows nowhere. Each has its own outcome, whoever its neighbours are.

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

const openSome = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const user = newPerson('user');
      return { user, id: (await openConversation(user)).id };
    }),
  );

/** As every client does: what is refused for want of time is sent again. */
async function sendSurely(user: Person, id: number, text: string): Promise<number> {
  const clientMessageId = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await send(user, id, text, { clientMessageId });
    if (status !== 503 || attempt === 20) return status;
    await sleep(200);
  }
}

/** Postgres refuses every message with this text. */
async function refuseInPostgres(text: string): Promise<void> {
  const name = `refuse_${randomUUID().replaceAll('-', '')}`;
  await query(`create function ${name}() returns trigger language plpgsql as $$ begin
    if new.message = '${text}' then raise exception 'not this one'; end if; return new; end $$`);
  await query(`create trigger ${name} before insert on chat_messages for each row execute function ${name}()`);
  undo.push(() => query(`drop function ${name} cascade`));
}

test('a message that Postgres refuses fails alone, and all that came with it are stored once', async () => {
  const poison = `poison ${randomUUID()}`;
  await refuseInPostgres(poison);
  const people = await openSome(10);
  const rounds = 4;
  const answers = await Promise.all(
    people.flatMap(({ user, id }) =>
      Array.from({ length: rounds }, async (_, round) => {
        const text = round === 1 ? poison : `fine ${round}`;
        return { text, status: await sendSurely(user, id, text) };
      }),
    ),
  );
  for (const { text, status } of answers)
    expect(status < 300 ? 'stored' : status, text).toBe(text === poison ? 500 : 'stored');
  for (const { user, id } of people) {
    const stored = await readAll(user, id);
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(
      stored
        .slice(1)
        .map(({ message }) => message)
        .sort(),
    ).toEqual(['fine 0', 'fine 2', 'fine 3']);
    expect((await readConversation(user, id)).adminUnreadCount).toBe(4);
  }
});

test('a conversation that somebody holds keeps only its own messages waiting', async () => {
  const [held, ...others] = await openSome(8);
  if (!held) throw new Error('nothing was opened');
  const lock = await holdConversation(held.id);
  const waiting: Promise<{ status: number }>[] = [];
  try {
    waiting.push(send(held.user, held.id, 'first'));
    await lock.isWaitedFor(1);
    // More than there are places for: they are refused, rather than to take everybody's.
    const flood = Array.from({ length: 300 }, (_, index) => send(held.user, held.id, `flood ${index}`));
    waiting.push(...flood);
    expect(await Promise.race(flood.map(async (answer) => (await answer).status))).toBe(503);
    // The flood itself keeps a slow machine busy, so some may be told to come back. With the places taken, all would be.
    const statuses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const answers = await Promise.all(others.map(({ user, id }) => send(user, id, `round ${round}`)));
      statuses.push(...answers.map(({ status }) => status));
      await sleep(50);
    }
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(statuses.length / 4);
  } finally {
    await lock.release();
  }
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  expect(new Set([...statuses, 201, 503])).toEqual(new Set([201, 503]));
  const stored = await readAll(held.user, held.id);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
  expect(stored).toHaveLength(1 + statuses.filter((status) => status === 201).length);
});

test('many conversations written to over every instance at once: no deadlock, no gap, and right counts', async () => {
  const people = await openSome(12);
  const perConversation = 12;
  const answers = await Promise.all(
    Array.from({ length: perConversation }, (_, round) => {
      // In another order each time, so that groups of both instances hold the same conversations.
      const order = round % 2 === 0 ? people : people.toReversed();
      return order.map(({ user, id }) => sendSurely(user, id, `message ${round}`));
    }).flat(),
  );
  expect(answers.filter((status) => status >= 300)).toEqual([]);
  for (const { user, id } of people) {
    const seqs = (await readAll(user, id)).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: perConversation + 1 }, (_, index) => index + 1));
    expect((await readConversation(user, id)).adminUnreadCount).toBe(perConversation + 1);
  }
});
