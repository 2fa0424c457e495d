import type { CallFailure } from '@livechat/client/answer';
import { createObservable, type Observable } from '@livechat/client/observable';
import type { StaffClient } from '@livechat/client/staff-client';
import type { Conversation, ConversationStatus, Priority } from '@livechat/contracts/chat/conversation';

export interface Change {
  status?: ConversationStatus;
  priority?: Priority;
  adminId?: number | null;
}

export interface Failed {
  conversationId: number;
  failure: CallFailure;
}

/** Changes are on the screen at once; one that is refused is taken back by itself. */
export interface Manage {
  /** What is shown before the answer is there, by conversation. */
  pending: Observable<ReadonlyMap<number, Change>>;
  /** Resolves when all are answered, with those that failed. */
  change(conversations: readonly Conversation[], change: Change): Promise<Failed[]>;
  /** Gives each the values that it had: what an undo does. */
  restore(conversations: readonly Conversation[], changed: Change): Promise<Failed[]>;
}

/** Many at once would be a burst for the services; one by one would keep a person waiting. */
const atOnce = 4;

export function createManage(client: StaffClient, know: (conversation: Conversation) => void): Manage {
  const pending = createObservable<ReadonlyMap<number, Change>>(new Map());

  const show = (id: number, change: Change) => pending.set(new Map(pending.getSnapshot()).set(id, change));
  const done = (id: number, change: Change) => {
    if (pending.getSnapshot().get(id) !== change) return;
    const left = new Map(pending.getSnapshot());
    left.delete(id);
    pending.set(left);
  };

  const one = async (conversationId: number, change: Change): Promise<Failed | undefined> => {
    const { status, priority, adminId } = change;
    show(conversationId, change);
    try {
      if (status || priority) {
        const fields = { conversationId, ...(status && { status }), ...(priority && { priority }) };
        const answer = await client.calls.updateConversation(fields);
        if (!answer.ok) return { conversationId, failure: answer };
        know(answer.value.conversation);
      }
      if (adminId !== undefined) {
        const answer = await client.calls.assignConversation({ conversationId, adminId });
        if (!answer.ok) return { conversationId, failure: answer };
        know(answer.value.conversation);
      }
      return undefined;
    } finally {
      done(conversationId, change);
    }
  };

  const all = async (work: readonly (readonly [number, Change])[]): Promise<Failed[]> => {
    for (const [id, change] of work) show(id, change);
    const queue = [...work];
    const failed: Failed[] = [];
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const failure = await one(...next);
        if (failure) failed.push(failure);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return failed;
  };

  return {
    pending,
    change: (conversations, change) => all(conversations.map(({ id }) => [id, { ...change }] as const)),
    restore: (conversations, changed) =>
      all(
        conversations.map(({ id, status, priority, adminId }) => [
          id,
          {
            ...(changed.status && { status }),
            ...(changed.priority && { priority }),
            ...(changed.adminId !== undefined && { adminId }),
          },
        ]),
      ),
  };
}

/** A conversation as it is shown: with what was just chosen, answered or not. */
export function shownOf<C extends Conversation>(conversation: C, pending: ReadonlyMap<number, Change>): C {
  const change = pending.get(conversation.id);
  return change ? { ...conversation, ...change } : conversation;
}
