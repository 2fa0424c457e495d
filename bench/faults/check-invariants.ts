import { isDeepStrictEqual } from 'node:util';
import type { Message } from '@livechat/contracts/chat/message';
import type pg from 'pg';
import type { Actor, Scene } from './cast.ts';
import type { Column } from './ledger.ts';
import { readAll } from './rest.ts';

interface Problem {
  column: Column;
  sentence: string;
}

interface Row {
  id: number;
  seq: number;
  message: string;
  conversation_id: number;
  client_message_id: string | null;
}

/** I1, I2 and I4, from the database alone. An empty list says that they hold. */
export async function checkStore({ ledger, conversations }: Scene, database: pg.Pool): Promise<Problem[]> {
  const ids = [...conversations.keys()];
  const { rows } = await database.query<Row>(
    `select id::int, seq::int, message, conversation_id::int, client_message_id
     from chat_messages where conversation_id = any($1) order by conversation_id, seq`,
    [ids],
  );
  return [
    ...checkMessages(ledger.written, rows),
    ...(await checkConversations(ids, database)),
    ...(await checkOutbox(database)),
  ];
}

function checkMessages(written: Scene['ledger']['written'], rows: readonly Row[]): Problem[] {
  const problems: Problem[] = [];
  const stored = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row.client_message_id ?? `without an id: ${row.message}`;
    stored.set(id, [...(stored.get(id) ?? []), row]);
  }
  for (const [id, found] of stored) {
    if (found.length > 1) problems.push({ column: 'doubled', sentence: `${id} is stored ${found.length} times` });
    if (!written.has(id)) problems.push({ column: 'doubled', sentence: `${id} is stored, and nobody wrote it` });
  }
  for (const { clientMessageId, text, acknowledged, edits } of written.values()) {
    if (!acknowledged) {
      problems.push({ column: 'lost', sentence: `never acknowledged: ${text}` });
      continue;
    }
    const [row] = stored.get(clientMessageId) ?? [];
    if (!row) {
      problems.push({ column: 'lost', sentence: `acknowledged and not stored: ${text}` });
      continue;
    }
    const same = row.id === acknowledged.id && row.seq === acknowledged.seq && acknowledged.message === text;
    if (!same) problems.push({ column: 'lost', sentence: `acknowledged otherwise than stored: ${text}` });
    const sure = edits.findLastIndex((edit) => edit.acknowledged);
    const may = [...(sure < 0 ? [text] : []), ...edits.slice(Math.max(sure, 0)).map((edit) => edit.text)];
    if (!may.includes(row.message))
      problems.push({ column: 'lost', sentence: `another text is stored: ${row.message}` });
  }
  return problems;
}

async function checkConversations(ids: readonly number[], database: pg.Pool): Promise<Problem[]> {
  const { rows } = await database.query(
    `select c.id::int, c.last_seq::int, c.user_unread_count, c.admin_unread_count, count(m.seq)::int as messages,
       coalesce(min(m.seq), 0)::int as first, coalesce(max(m.seq), 0)::int as last,
       count(*) filter (where m.sender_type = 'admin' and m.read_at is null)::int as for_user,
       count(*) filter (where m.sender_type = 'user' and m.read_at is null)::int as for_staff
     from chat_conversations c left join chat_messages m on m.conversation_id = c.id
     where c.id = any($1) group by c.id`,
    [ids],
  );
  return rows.flatMap((row) => {
    const problems: Problem[] = [];
    const unbroken = row.first === 1 && row.last === row.messages && row.last_seq === row.last;
    if (!unbroken) problems.push({ column: 'gaps', sentence: `seqs of ${row.id}: ${JSON.stringify(row)}` });
    const counted = row.user_unread_count === row.for_user && row.admin_unread_count === row.for_staff;
    if (!counted) problems.push({ column: 'counters', sentence: `unread in ${row.id}: ${JSON.stringify(row)}` });
    return problems;
  });
}

async function checkOutbox(database: pg.Pool): Promise<Problem[]> {
  const { rows } = await database.query('select count(*)::int as left from chat_outbox');
  const [{ left }] = rows;
  return left === 0 ? [] : [{ column: 'gaps', sentence: `${left} events are still in the outbox` }];
}

/** I3: what everybody has on the screen is what REST says to them. */
export async function checkScreens(scene: Scene, actors: readonly Actor[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const actor of actors) {
    for (const id of scene.conversations.keys()) {
      if (!actor.follows(id)) continue;
      const told = await readAll(scene.baseUrl, scene.ledger, actor.person, id);
      const shown = actor.shown(id);
      const difference =
        told && shown ? differenceOf(told, shown) : `${told ? '' : 'REST and '}the screen is not ready`;
      if (difference) problems.push({ column: 'gaps', sentence: `${actor.kind} in ${id}: ${difference}` });
    }
  }
  return problems;
}

const fields = ['id', 'seq', 'message', 'isEdited', 'readBy', 'senderType', 'clientMessageId'] as const;
/** Without whether it is delivered: plain clients say so with a ping, long after. */
const picked = (message: Message) => Object.fromEntries(fields.map((field) => [field, message[field]]));

function differenceOf(told: readonly Message[], shown: readonly Message[]): string | undefined {
  if (told.length !== shown.length) return `${shown.length} of ${told.length} messages are shown`;
  const index = told.findIndex((message, at) => {
    const other = shown[at];
    return !other || !isDeepStrictEqual(picked(message), picked(other));
  });
  if (index < 0) return undefined;
  const [one, other] = [told[index], shown[index]];
  return `told ${one && JSON.stringify(picked(one))}, shown ${other && JSON.stringify(picked(other))}`;
}
