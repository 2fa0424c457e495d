import type { Principal } from '@livechat/contracts/actor';
import { type Failure, fail } from '@livechat/contracts/errors';
import type { Change } from './change-conversation.ts';
import type { ConversationRow } from './db/rows.ts';

export interface AppliedMessage {
  conversation: ConversationRow;
  /** The seq of the message itself. A system message about a reopened conversation has the next one. */
  seq: number;
  reopened: boolean;
  changes: Change[];
}

/**
 * What a message does to its conversation, apart from being in it. A user's message opens the conversation again;
 * a first answer of staff makes it theirs; the other side's unread count grows by one; a wait begins or ends.
 */
export function applyMessage(
  before: ConversationRow,
  sender: Pick<Principal, 'role' | 'id'>,
  now: Date,
): AppliedMessage | Failure<'CONVERSATION_CLOSED'> {
  const seq = before.last_seq + 1;
  const changes: Change[] = [];
  // The seq is the order; the clock only must not run backwards beside it.
  const at = now > before.last_message_at ? now : before.last_message_at;
  const conversation: ConversationRow = {
    ...before,
    last_seq: seq,
    revision: before.revision + 1,
    last_message_at: at,
    last_message_by: sender.role,
    updated_at: at,
  };

  if (sender.role === 'admin') {
    if (before.status === 'closed') return fail('CONVERSATION_CLOSED', 'Reopen the conversation to write in it');
    conversation.user_unread_count += 1;
    conversation.waiting_since = null;
    if (before.admin_id === null) {
      conversation.admin_id = sender.id;
      changes.push({ what: 'assignee', from: null, to: String(sender.id) });
    }
    return { conversation, seq, reopened: false, changes };
  }

  const reopened = before.status === 'closed';
  conversation.admin_unread_count += 1;
  conversation.waiting_since ??= at;
  if (before.status !== 'open') {
    changes.push({ what: 'status', from: before.status, to: 'open' });
    Object.assign(conversation, { status: 'open', closed_at: null, closed_by: null });
  }
  if (reopened) {
    conversation.last_seq += 1;
    conversation.revision += 1;
  }
  return { conversation, seq, reopened, changes };
}
