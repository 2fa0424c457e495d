import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import {
  type ConversationRow,
  type HistoryRow,
  judgeConversation,
  judgeHistory,
  judgeMessages,
  judgeSystemMessages,
  type MessageRow,
} from './judge-store.ts';
import type { Written } from './ledger.ts';

const row = (fields: Partial<MessageRow>): MessageRow => ({
  id: 1,
  seq: 1,
  message: 'hello',
  message_type: 'text',
  sender_type: 'user',
  conversation_id: 7,
  client_message_id: 'a',
  ...fields,
});
const system = (seq: number) =>
  row({ id: seq, seq, message_type: 'system', sender_type: 'admin', client_message_id: null });
const written = (fields: Partial<Written>) => {
  const acknowledged = { id: 1, seq: 1, message: 'hello' } as Message;
  return new Map([
    ['a', { clientMessageId: 'a', text: 'hello', by: 'b', writtenAt: 0, edits: [], acknowledged, ...fields }],
  ]);
};
const unacknowledged = (refused?: 'surely' | 'perhaps') => {
  const entry: Written = {
    clientMessageId: 'a',
    text: 'hello',
    by: 'b',
    writtenAt: 0,
    edits: [],
    ...(refused && { refused }),
  };
  return new Map([['a', entry]]);
};
const columns = (problems: readonly { column: string }[]) => problems.map(({ column }) => column);

test('what is stored as it was acknowledged is fine, with a system message behind it', () => {
  expect(judgeMessages(written({}), [row({}), system(2)])).toEqual([]);
});

test('messages that are gone, doubled, changed, unknown or never acknowledged are told', () => {
  expect(columns(judgeMessages(written({}), []))).toEqual(['lost']);
  expect(columns(judgeMessages(written({}), [row({}), row({ id: 2, seq: 2 })]))).toEqual(['doubled']);
  expect(columns(judgeMessages(written({}), [row({ seq: 2 })]))).toEqual(['lost']);
  expect(columns(judgeMessages(written({}), [row({ message: 'other' })]))).toEqual(['lost']);
  expect(columns(judgeMessages(new Map(), [row({ client_message_id: null })]))).toEqual(['doubled']);
  expect(columns(judgeMessages(unacknowledged(), []))).toEqual(['lost']);
});

test('an acknowledged edit is stored; one that was not acknowledged may be', () => {
  const edits = (acknowledged: boolean) => written({ edits: [{ text: 'new', acknowledged }] });
  expect(judgeMessages(edits(true), [row({ message: 'new' })])).toEqual([]);
  expect(columns(judgeMessages(edits(true), [row({})]))).toEqual(['lost']);
  expect(judgeMessages(edits(false), [row({})])).toEqual([]);
  expect(judgeMessages(edits(false), [row({ message: 'new' })])).toEqual([]);
});

test('what was refused because the conversation is closed is not stored', () => {
  expect(judgeMessages(unacknowledged('surely'), [])).toEqual([]);
  expect(columns(judgeMessages(unacknowledged('surely'), [row({})]))).toEqual(['doubled']);
  expect(judgeMessages(unacknowledged('perhaps'), [row({})])).toEqual([]);
});

const line = (from_value: string | null, to_value: string | null, fields: Partial<HistoryRow> = {}): HistoryRow => ({
  conversation_id: 7,
  actor_type: 'admin',
  what: 'status',
  from_value,
  to_value,
  ...fields,
});
const reopened = line('closed', 'open', { actor_type: 'user' });

test('a reopened conversation says so once, behind the message that reopened it', () => {
  expect(judgeSystemMessages([row({}), system(2)], [reopened])).toEqual([]);
  expect(judgeSystemMessages([row({})], [line('closed', 'open')])).toEqual([]);
  expect(columns(judgeSystemMessages([row({})], [reopened]))).toEqual(['lost']);
  expect(columns(judgeSystemMessages([row({}), system(2)], []))).toEqual(['doubled']);
  expect(columns(judgeSystemMessages([row({}), system(2), system(3)], [reopened, reopened]))).toEqual(['doubled']);
  expect(columns(judgeSystemMessages([row({ sender_type: 'admin' }), system(2)], [reopened]))).toEqual(['doubled']);
});

const conversation = (fields: Partial<ConversationRow>): ConversationRow => ({
  id: 7,
  status: 'open',
  priority: 'medium',
  assignee: null,
  last_seq: 3,
  user_unread_count: 1,
  admin_unread_count: 2,
  messages: 3,
  first: 1,
  last: 3,
  for_user: 1,
  for_staff: 2,
  ...fields,
});

test('gaps and wrong counts are told', () => {
  expect(judgeConversation(conversation({}))).toEqual([]);
  for (const fields of [{ messages: 2 }, { first: 0 }, { last_seq: 4 }]) {
    expect(columns(judgeConversation(conversation(fields)))).toEqual(['gaps']);
  }
  for (const fields of [{ user_unread_count: 2 }, { admin_unread_count: 0 }]) {
    expect(columns(judgeConversation(conversation(fields)))).toEqual(['counters']);
  }
});

test('a change that was acknowledged is in the history, which has no gap and ends as the conversation is', () => {
  const closed = { conversationId: 7, what: 'status', to: 'closed' } as const;
  const history = [line('open', 'closed'), reopened];
  expect(judgeHistory([closed], history, [conversation({})])).toEqual([]);
  expect(columns(judgeHistory([closed], [], [conversation({})]))).toEqual(['lost']);
  expect(columns(judgeHistory([], history, [conversation({ status: 'pending' })]))).toEqual(['lost']);
  expect(columns(judgeHistory([], [line('open', 'pending'), reopened], [conversation({})]))).toEqual(['lost']);
  // What was so already changes nothing.
  expect(judgeHistory([{ ...closed, to: 'open' }], [], [conversation({})])).toEqual([]);
});
