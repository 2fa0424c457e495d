import type { Role } from '@livechat/contracts/actor';
import type { ConversationStatus, Priority } from '@livechat/contracts/chat/conversation';
import type { Message, Metadata } from '@livechat/contracts/chat/message';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Id = ColumnType<number, never, never>;
type Time = ColumnType<Date, Date | undefined, Date>;

/** `users` and `admins`: one row per (role, subject); a password only for built-in accounts. */
export interface PeopleTable {
  id: Id;
  subject: string;
  username: string;
  display_name: string;
  password_hash: string | null;
  created_at: Time;
  updated_at: Time;
}

export interface ChatConversationsTable {
  id: Id;
  user_id: number;
  admin_id: number | null;
  status: Generated<ConversationStatus>;
  subject: string;
  priority: Generated<Priority>;
  last_message_at: Time;
  last_message_by: Role;
  user_unread_count: Generated<number>;
  admin_unread_count: Generated<number>;
  closed_at: Date | null;
  closed_by: number | null;
  /** The seq of the newest message. Counted under this row's lock, so seqs have no gap and no repeat. */
  last_seq: Generated<number>;
  /** Counts what has happened to its messages, under the same lock. */
  revision: Generated<number>;
  client_message_id: string | null;
  /** Of the user's first message after staff last wrote or closed it; null while nobody waits for an answer. */
  waiting_since: Date | null;
  created_at: Time;
  updated_at: Time;
}

export interface ChatMessagesTable {
  id: Id;
  conversation_id: number;
  seq: number;
  sender_type: Role;
  sender_id: number | null;
  message: string;
  message_type: Generated<Message['messageType']>;
  status: Generated<Message['status']>;
  read_at: Date | null;
  read_by: number | null;
  edited_at: Date | null;
  is_edited: Generated<boolean>;
  metadata: JSONColumnType<Metadata> | null;
  reply_to_id: number | null;
  client_message_id: string | null;
  /** Of the text as sent, before cleaning and edits: tells a repeat from another text under the same id. */
  text_hash: Buffer | null;
  delivered_at: Date | null;
  /** That of the conversation when this message was last changed. */
  revision: Generated<number>;
  created_at: Time;
  updated_at: Time;
}

/** Who changed status, priority or assignee of a conversation, when, from what to what. */
export interface ChatConversationChangesTable {
  id: Id;
  conversation_id: number;
  actor_type: Role;
  actor_id: number | null;
  what: 'status' | 'priority' | 'assignee';
  from_value: string | null;
  to_value: string | null;
  changed_at: Time;
}

/** Events that are committed and not yet known to be in the stream. */
export interface ChatOutboxTable {
  id: Id;
  event_id: Generated<string>;
  subject: string;
  payload: string;
  created_at: Time;
}

/** The last canary of each process that sends any. */
export interface ChatCanariesTable {
  source: string;
  /** Of all sources together. */
  seq: Generated<number>;
  /** The newest that this source heard, of any. */
  heard_seq: number;
  sent_at: Time;
}

/** Conversations whose text has changed since the indexer took their last row away. */
export interface ChatSearchQueueTable {
  conversation_id: number;
  /** Null for all of it. */
  from_seq: number | null;
}

/** Each term that was ever in a conversation, and by which parts it is found. */
export interface ChatSearchTermsTable {
  term: string;
  grams: string[];
}

/** What a conversation can be found by: subject, user's names and messages; folded, each once, with spaces between. */
export interface ChatSearchDocumentsTable {
  conversation_id: number;
  words: string;
}

/** The terms in `words` as numbers. */
export interface ChatSearchKeysTable {
  conversation_id: number;
  keys: number[];
}

/** One refresh token; all that came from one sign-in are a family. */
export interface AuthRefreshTokensTable {
  token_hash: Buffer;
  family: string;
  role: Role;
  person_id: number;
  used_at: Date | null;
  expires_at: Date;
  created_at: Time;
}

/** `token:<hash>` or `family:<id>`, until it would have ended anyway. */
export interface AuthRevocationsTable {
  key: string;
  expires_at: Date;
}

/** A user whose calls are refused; a row whose time is over counts for nothing. */
export interface UserBlocksTable {
  user_id: number;
  reason: string;
  blocked_by: number;
  blocked_at: Time;
  /** Null: for good. */
  blocked_until: Date | null;
}

export interface Tables {
  users: PeopleTable;
  admins: PeopleTable;
  chat_conversations: ChatConversationsTable;
  chat_messages: ChatMessagesTable;
  chat_conversation_changes: ChatConversationChangesTable;
  chat_outbox: ChatOutboxTable;
  chat_canaries: ChatCanariesTable;
  chat_search_queue: ChatSearchQueueTable;
  chat_search_terms: ChatSearchTermsTable;
  chat_search_documents: ChatSearchDocumentsTable;
  chat_search_keys: ChatSearchKeysTable;
  auth_refresh_tokens: AuthRefreshTokensTable;
  auth_revocations: AuthRevocationsTable;
  user_blocks: UserBlocksTable;
}
