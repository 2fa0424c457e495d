import type { Change, Column, Ledger, Written } from './ledger.ts';

export interface Problem {
  column: Column;
  sentence: string;
}

export interface MessageRow {
  id: number;
  seq: number;
  message: string;
  message_type: string;
  sender_type: string;
  conversation_id: number;
  client_message_id: string | null;
}

/** A line of the history, in the order in which it came about. */
export interface HistoryRow {
  conversation_id: number;
  actor_type: string;
  what: Change['what'];
  from_value: string | null;
  to_value: string | null;
}

export interface ConversationRow {
  id: number;
  status: string;
  priority: string;
  assignee: string | null;
  last_seq: number;
  user_unread_count: number;
  admin_unread_count: number;
  /** Of its rows: how many, the first and last seq, and how many are unread. */
  messages: number;
  first: number;
  last: number;
  for_user: number;
  for_staff: number;
}

const isSystem = ({ message_type }: MessageRow) => message_type === 'system';

/** I1: what people wrote is stored once and as acknowledged, and nothing else is. */
export function judgeMessages(written: Ledger['written'], rows: readonly MessageRow[]): Problem[] {
  const stored = Map.groupBy(
    rows.filter((row) => !isSystem(row)),
    (row) => row.client_message_id ?? `without an id: ${row.message}`,
  );
  const problems: Problem[] = [];
  for (const [id, found] of stored) {
    if (found.length > 1) problems.push({ column: 'doubled', sentence: `${id} is stored ${found.length} times` });
    if (!written.has(id)) problems.push({ column: 'doubled', sentence: `${id} is stored, and nobody wrote it` });
  }
  for (const entry of written.values()) {
    const problem = problemOf(entry, stored.get(entry.clientMessageId)?.[0]);
    if (problem) problems.push(problem);
  }
  return problems;
}

function problemOf({ text, acknowledged, refused, edits }: Written, row: MessageRow | undefined): Problem | undefined {
  if (!acknowledged && refused) {
    if (refused === 'perhaps' || !row) return undefined;
    return { column: 'doubled', sentence: `refused and stored all the same: ${text}` };
  }
  if (!acknowledged) return { column: 'lost', sentence: `never acknowledged: ${text}` };
  if (!row) return { column: 'lost', sentence: `acknowledged and not stored: ${text}` };
  const same = row.id === acknowledged.id && row.seq === acknowledged.seq && acknowledged.message === text;
  if (!same) return { column: 'lost', sentence: `acknowledged otherwise than stored: ${text}` };
  const sure = edits.findLastIndex((edit) => edit.acknowledged);
  const may = [...(sure < 0 ? [text] : []), ...edits.slice(Math.max(sure, 0)).map((edit) => edit.text)];
  return may.includes(row.message) ? undefined : { column: 'lost', sentence: `another text is stored: ${row.message}` };
}

/** I1 of what the system itself writes: one message behind each user's message that reopened a conversation. */
export function judgeSystemMessages(rows: readonly MessageRow[], history: readonly HistoryRow[]): Problem[] {
  const problems: Problem[] = [];
  const at = new Map(rows.map((row) => [`${row.conversation_id}/${row.seq}`, row]));
  const count = new Map<number, number>();
  for (const row of rows.filter(isSystem)) {
    const { conversation_id, seq, client_message_id, sender_type } = row;
    count.set(conversation_id, (count.get(conversation_id) ?? 0) + 1);
    const before = at.get(`${conversation_id}/${seq - 1}`);
    const follows = before?.sender_type === 'user' && !isSystem(before);
    if (!follows || client_message_id !== null || sender_type !== 'admin') {
      problems.push({ column: 'doubled', sentence: `a system message without a reason: ${JSON.stringify(row)}` });
    }
  }
  const reopened = history.filter(
    ({ what, from_value, actor_type }) => what === 'status' && from_value === 'closed' && actor_type === 'user',
  );
  for (const id of new Set([...count.keys(), ...reopened.map(({ conversation_id }) => conversation_id)])) {
    const [found, wanted] = [
      count.get(id) ?? 0,
      reopened.filter(({ conversation_id }) => conversation_id === id).length,
    ];
    const column = found < wanted ? 'lost' : 'doubled';
    if (found !== wanted) problems.push({ column, sentence: `${id}: reopened ${wanted} times, told ${found} times` });
  }
  return problems;
}

/** I2 and I4 of one conversation. */
export function judgeConversation(row: ConversationRow): Problem[] {
  const problems: Problem[] = [];
  const unbroken = row.first === 1 && row.last === row.messages && row.last_seq === row.last;
  if (!unbroken) problems.push({ column: 'gaps', sentence: `seqs of ${row.id}: ${JSON.stringify(row)}` });
  const counted = row.user_unread_count === row.for_user && row.admin_unread_count === row.for_staff;
  if (!counted) problems.push({ column: 'counters', sentence: `unread in ${row.id}: ${JSON.stringify(row)}` });
  return problems;
}

/** Every acknowledged change is in the history, the history has no gap, and the conversation is as it says last. */
export function judgeHistory(
  changes: readonly Change[],
  history: readonly HistoryRow[],
  conversations: readonly ConversationRow[],
): Problem[] {
  const problems: Problem[] = [];
  const lost = (sentence: string) => void problems.push({ column: 'lost', sentence });
  for (const conversation of conversations) {
    for (const what of ['status', 'priority', 'assignee'] as const) {
      const lines = history.filter((line) => line.conversation_id === conversation.id && line.what === what);
      const name = `${what} of ${conversation.id}`;
      const ends = [...lines.map(({ from_value }) => from_value), conversation[what]].slice(1);
      const unbroken = lines.every(({ to_value }, index) => to_value === ends[index]);
      if (!unbroken) lost(`${name}: ${conversation[what]} after ${JSON.stringify(lines)}`);
      const values = [lines[0]?.from_value, ...lines.map(({ to_value }) => to_value), conversation[what]];
      for (const change of changes) {
        if (change.conversationId !== conversation.id || change.what !== what || values.includes(change.to)) continue;
        lost(`${name}: ${change.to} was acknowledged and never was`);
      }
    }
  }
  return problems;
}
