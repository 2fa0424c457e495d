import type { ConversationRef } from '@livechat/client/local-message';

/** What somebody began to write, by person and conversation: it is never shown in another. */
export interface Drafts {
  read(conversation: ConversationRef): string;
  write(conversation: ConversationRef, text: string): void;
  /** Hears that it was written in another tab; returns how to stop it. */
  watch(conversation: ConversationRef, listener: () => void): () => void;
  /** The message that it answers. */
  readReply(conversation: ConversationRef): number | undefined;
  writeReply(conversation: ConversationRef, messageId: number | undefined): void;
}

/** `owner` names the app and the person. */
export function draftStore(storage: Storage, owner: string): Drafts {
  const keyOf = (what: string, conversation: ConversationRef) => `livechat/${owner}/${what}/${conversation}`;
  const read = (key: string) => {
    try {
      return storage.getItem(key) ?? '';
    } catch {
      return '';
    }
  };
  const write = (key: string, text: string) => {
    try {
      if (text === '') storage.removeItem(key);
      else storage.setItem(key, text);
    } catch {
      // A full or forbidden storage: the text stays in its box while the conversation is open.
    }
  };
  return {
    read: (conversation) => read(keyOf('draft', conversation)),
    write: (conversation, text) => write(keyOf('draft', conversation), text),
    watch(conversation, listener) {
      const hear = ({ key }: StorageEvent) => {
        if (key === keyOf('draft', conversation)) listener();
      };
      globalThis.addEventListener('storage', hear);
      return () => globalThis.removeEventListener('storage', hear);
    },
    readReply: (conversation) => Number(read(keyOf('reply', conversation))) || undefined,
    writeReply: (conversation, messageId) => write(keyOf('reply', conversation), messageId?.toString() ?? ''),
  };
}
