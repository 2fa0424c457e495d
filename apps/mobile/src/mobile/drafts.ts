import type { ConversationRef, LocalMessage } from '@livechat/client/local-message';
import type { Session } from '@livechat/client/session';
import type { UserClient } from '@livechat/client/user-client';
import { draftStore } from '@livechat/ui/draft-store';

/** What one person began to write in each conversation; the same in all tabs. */
export interface Drafts {
  read(conversation: ConversationRef): string;
  write(conversation: ConversationRef, text: string): void;
  /** Hears that it was written in another tab; returns how to stop it. */
  watch(conversation: ConversationRef, listener: () => void): () => void;
  close(): void;
}

interface DraftsParts {
  storage: Storage;
  sender: string;
  session: Session;
  outbox: Pick<UserClient['outbox'], 'messages' | 'idOf'>;
}

/**
 * What was sent stays with the draft until it is kept elsewhere, in the outbox's storage or by the services: whatever ends the
 * app in between, the text is not lost. It does not show in the box, unless the app was ended.
 */
export function createDrafts({ storage, sender, session, outbox }: DraftsParts): Drafts {
  const store = draftStore(storage, `app/${sender}`);
  const keyOf = (conversation: ConversationRef) => outbox.idOf(conversation) ?? conversation;
  /** What stands in the box, where something that was sent is kept with it. */
  const begun = new Map<ConversationRef, string>();

  const unkeptOf = (key: ConversationRef) => unkept().get(key) ?? [];
  const unkept = () => {
    const found = new Map<ConversationRef, LocalMessage[]>();
    for (const local of outbox.messages.getSnapshot()) {
      // The question that opens a conversation is kept where it was written.
      if (local.isKept || local.subject !== undefined) continue;
      const key = keyOf(local.conversation);
      found.set(key, [...(found.get(key) ?? []), local]);
    }
    return found;
  };
  const keep = () => {
    // Whose sign-in ends has an empty outbox, and this is all that is left of what they wrote.
    if (session.state.getSnapshot().state !== 'signed-in') return;
    const now = unkept();
    for (const key of new Set([...begun.keys(), ...now.keys()])) {
      const [sent, text] = [now.get(key) ?? [], begun.get(key) ?? store.read(key)];
      if (sent.length > 0) begun.set(key, text);
      else begun.delete(key);
      store.write(key, joined(sent, text));
    }
  };
  // Not at once: what was just sent still stands in the box.
  const stop = outbox.messages.subscribe(() => queueMicrotask(keep));

  return {
    read(conversation) {
      const key = keyOf(conversation);
      // Begun under its name, it is looked for under its id as soon as there is one.
      if (key !== conversation && store.read(conversation) !== '') {
        store.write(key, store.read(conversation));
        store.write(conversation, '');
      }
      return begun.get(key) ?? store.read(key);
    },
    write(conversation, text) {
      const key = keyOf(conversation);
      const sent = unkeptOf(key);
      if (sent.length > 0) begun.set(key, text);
      store.write(key, joined(sent, text));
    },
    watch: store.watch,
    close: stop,
  };
}

function joined(sent: readonly LocalMessage[], begun: string): string {
  return [...sent.map(({ message }) => message), begun].filter((one) => one !== '').join('\n');
}
