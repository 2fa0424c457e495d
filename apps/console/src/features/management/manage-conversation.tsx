export function ManageConversation(_: { conversationId: number }) {
  return null;
}
