import type { CallAnswer, CallFailure } from '@livechat/client/answer';
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

/** Changes that are not answered yet, in the order in which they were made. */
export type Pending = ReadonlyMap<number, readonly Change[]>;

/** Changes are on the screen at once; one that is refused is taken back by itself. */
export interface Manage {
  pending: Observable<Pending>;
  /** Resolves when all are answered, with those that failed. */
  change(conversations: readonly Conversation[], change: Change): Promise<Failed[]>;
  /**
   * Gives each the values that it had in the fields of `changed`: what an undo does. One that somebody has changed since
   * is left alone, as a CONFLICT.
   */
  restore(conversations: readonly Conversation[], changed: Change): Promise<Failed[]>;
}

/** What of the client it needs. */
export interface ManageClient {
  calls: Pick<StaffClient['calls'], 'updateConversation' | 'assignConversation' | 'getConversation'>;
  know(conversation: Conversation): void;
}

/** Many at once would be a burst for the services; one by one would keep a person waiting. */
const atOnce = 4;

export function createManage(client: ManageClient): Manage {
  const pending = createObservable<Pending>(new Map());
  /** The changes of one conversation go one after another: the last word is the person's last. */
  const turns = new Map<number, Promise<unknown>>();

  const setPending = (id: number, how: (changes: readonly Change[]) => readonly Change[]) => {
    const made = new Map(pending.getSnapshot());
    const left = how(made.get(id) ?? []);
    if (left.length > 0) made.set(id, left);
    else made.delete(id);
    pending.set(made);
  };

  const taken = (answer: CallAnswer<{ conversation: Conversation }>): CallFailure | undefined => {
    if (!answer.ok) return answer;
    client.know(answer.value.conversation);
    return undefined;
  };

  const ask = async (conversationId: number, { status, priority, adminId }: Change) => {
    const fields = { conversationId, ...(status && { status }), ...(priority && { priority }) };
    const failure = status || priority ? taken(await client.calls.updateConversation(fields)) : undefined;
    if (failure || adminId === undefined) return failure;
    return taken(await client.calls.assignConversation({ conversationId, adminId }));
  };

  /** Why it is not for us to change it back; undefined while it is still as we left it. */
  const changedSince = async (conversationId: number, changed: Change): Promise<CallFailure | undefined> => {
    const answer = await client.calls.getConversation({ conversationId });
    if (!answer.ok) return answer;
    const { conversation } = answer.value;
    client.know(conversation);
    const left = { ...conversation, ...changed };
    const isSame = Object.keys(changed).every((name) => Reflect.get(left, name) === Reflect.get(conversation, name));
    return isSame
      ? undefined
      : { ok: false, kind: 'refused', code: 'CONFLICT', detail: 'Changed by somebody else since' };
  };

  const one = async (conversationId: number, change: Change, changed?: Change): Promise<Failed | undefined> => {
    const before = turns.get(conversationId);
    const asked = (async () => {
      await before;
      return (changed && (await changedSince(conversationId, changed))) ?? ask(conversationId, change);
    })();
    turns.set(conversationId, asked);
    const failure = await asked;
    if (turns.get(conversationId) === asked) turns.delete(conversationId);
    setPending(conversationId, (changes) => changes.filter((other) => other !== change));
    return failure && { conversationId, failure };
  };

  const all = async (work: readonly (readonly [number, Change, Change?])[]): Promise<Failed[]> => {
    for (const [id, change] of work) setPending(id, (changes) => [...changes, change]);
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
      all(conversations.map((held) => [held.id, valuesOf(held, changed), changed] as const)),
  };
}

/** A conversation as it is shown: with what was just chosen, answered or not. */
export function shownOf<C extends Conversation>(conversation: C, pending: Pending): C {
  const changes = pending.get(conversation.id);
  return changes ? Object.assign({}, conversation, ...changes) : conversation;
}

function valuesOf({ status, priority, adminId }: Conversation, changed: Change): Change {
  return {
    ...(changed.status && { status }),
    ...(changed.priority && { priority }),
    ...(changed.adminId !== undefined && { adminId }),
  };
}
