import type { OutboxEntries } from './outbox-entries.ts';
import { edited, mayBeStored, type OutboxEntry, retried, sentAnyway } from './outbox-rules.ts';

export interface Discarded {
  /** As in `LocalMessage`: who keeps its text to send it once more may say it twice. */
  mayBeStored: boolean;
}

/**
 * What a person does with a message that waits. Nobody sends it meanwhile, in no tab: that may take as long as another one is
 * sending. Each resolves to false when it cannot be done, because the message is on its way or was stored for one.
 */
export interface OutboxChanges {
  retry(clientMessageId: string): Promise<boolean>;
  /** `subject` only counts for one that opens a conversation. */
  edit(clientMessageId: string, message: string, subject?: string): Promise<boolean>;
  /** With a message that opens a conversation, those that wait for it go too: they were never tried. */
  discard(clientMessageId: string): Promise<Discarded | false>;
  /** Sends what was refused as CONTEXT_CHANGED, now that the person has seen what came in between. */
  anyway(clientMessageId: string): Promise<boolean>;
}

export interface OutboxChangesParts {
  entries: OutboxEntries;
  isInFlight(clientMessageId: string): boolean;
  /** Has the turn for the conversation while `work` is done. */
  inTurn<Value>(conversation: OutboxEntry['conversation'], work: () => Promise<Value>): Promise<Value>;
  changed(conversation: OutboxEntry['conversation']): void;
}

export function createOutboxChanges({ entries, isInFlight, inTurn, changed }: OutboxChangesParts): OutboxChanges {
  const find = (clientMessageId: string) => (isInFlight(clientMessageId) ? undefined : entries.get(clientMessageId));

  const change = async <Done>(
    clientMessageId: string,
    how: (entry: OutboxEntry) => Promise<Done | false>,
  ): Promise<Done | false> => {
    for (let found = find(clientMessageId); found; found = find(clientMessageId)) {
      const { conversation } = found;
      const isDone = await inTurn(conversation, async () => {
        const entry = find(clientMessageId);
        // Its conversation was opened meanwhile: there it has another turn.
        if (entry && entry.conversation !== conversation) return undefined;
        return entry ? how(entry) : false;
      });
      if (isDone === undefined) continue;
      if (isDone) changed(conversation);
      return isDone;
    }
    return false;
  };

  const replace = (clientMessageId: string, how: (entry: OutboxEntry) => OutboxEntry | undefined) =>
    change(clientMessageId, async (entry) => {
      const next = how(entry);
      if (next) await entries.replace(entry, next);
      return next !== undefined;
    });

  return {
    retry: (id) => replace(id, (entry) => (entry.refusal ? retried(entry) : undefined)),
    edit: (id, message, subject) => replace(id, (entry) => edited(entry, message, subject)),
    anyway: (id) =>
      change(id, async (entry) => {
        if (entry.refusal?.code !== 'CONTEXT_CHANGED') return false;
        const sent = sentAnyway(entry, entries.lane(entry.conversation));
        await Promise.all(sent.map((one) => entries.put(one)));
        return true;
      }),
    discard: (id) =>
      change(id, async (entry) => {
        const gone = entry.opens ? entries.lane(entry.conversation) : [entry];
        await Promise.all(gone.map((one) => entries.take(one)));
        return { mayBeStored: mayBeStored(entry) };
      }),
  };
}
