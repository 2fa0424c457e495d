import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PipelinedWork, transactInTwoTrips } from '../services/chat/src/db/pipelined-transaction.ts';
import { type OwnSchema, openOwnSchema } from './setup/own-schema.ts';

let own: OwnSchema;

beforeAll(async () => {
  own = await openOwnSchema('pipeline');
  await sql`create table notes (id integer primary key, text text not null)`.execute(own.db);
});

beforeEach(() => sql`truncate notes`.execute(own.db));

afterAll(() => own.drop());

const notes = async () => {
  const { rows } = await sql<{ id: number; text: string }>`select id, text from notes order by id`.execute(own.db);
  return rows;
};
const write = (id: number, text: string | null) => sql`insert into notes values (${id}, ${text})`;

function transact(work: Partial<PipelinedWork<unknown, unknown>>): Promise<unknown> {
  const nothing = async () => {};
  return transactInTwoTrips(own.db, { read: nothing, decide: async () => nothing, ...work });
}

test('what is read first is decided upon, and what is written is there afterwards', async () => {
  await write(1, 'first').execute(own.db);
  const outcome = await transact({
    read: async (pipeline) => (await sql<{ n: number }>`select count(*)::int as n from notes`.execute(pipeline)).rows,
    decide: async (tx, found) => {
      await write(2, JSON.stringify(found)).execute(tx);
      return (pipeline) => write(3, 'third').execute(pipeline);
    },
  });
  expect(outcome).toMatchObject({ numAffectedRows: 1n });
  expect(await notes()).toEqual([
    { id: 1, text: 'first' },
    { id: 2, text: '[{"n":1}]' },
    { id: 3, text: 'third' },
  ]);
});

test('a commit never overtakes what it commits, however late that begins', async () => {
  await transact({
    decide: async () => async (pipeline) => {
      await delay(50);
      await write(1, 'late').execute(pipeline);
    },
  });
  expect(await notes()).toEqual([{ id: 1, text: 'late' }]);
});

test('whatever fails, nothing of the transaction stays and the connection serves the next one', async () => {
  const failures: Partial<PipelinedWork<unknown, unknown>>[] = [
    { read: (pipeline) => sql`select 1 / 0`.execute(pipeline) },
    {
      read: (pipeline) => Promise.all([sql`select 1 / 0`.execute(pipeline), sql`select 1`.execute(pipeline)]),
      decide: async () => (pipeline) => write(1, 'not to be').execute(pipeline),
    },
    {
      decide: async (tx) => {
        await write(1, 'not to be').execute(tx);
        throw new Error('decided against it');
      },
    },
    {
      decide: async (tx) => {
        await write(1, 'not to be').execute(tx);
        return (pipeline) => write(2, null).execute(pipeline);
      },
    },
  ];
  for (const work of failures) {
    // More often than there are connections.
    for (let time = 0; time < 12; time += 1) await expect(transact(work)).rejects.toThrow();
    expect(await notes()).toEqual([]);
  }
  await transact({ decide: async () => (pipeline) => write(1, 'good').execute(pipeline) });
  expect(await notes()).toEqual([{ id: 1, text: 'good' }]);
});
