/** What somebody began to write, by person and conversation: it is never shown in another. */
export interface Drafts {
  read(conversationId: number): string;
  write(conversationId: number, text: string): void;
}

export function draftStore(storage: Storage, adminId: number): Drafts {
  const keyOf = (conversationId: number) => `livechat/console/draft/${adminId}/${conversationId}`;
  return {
    read(conversationId) {
      try {
        return storage.getItem(keyOf(conversationId)) ?? '';
      } catch {
        return '';
      }
    },
    write(conversationId, text) {
      try {
        if (text === '') storage.removeItem(keyOf(conversationId));
        else storage.setItem(keyOf(conversationId), text);
      } catch {
        // A full or forbidden storage: the text stays in its box while the conversation is open.
      }
    },
  };
}
