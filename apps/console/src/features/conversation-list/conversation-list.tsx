export function ConversationList(_: { openId: number | undefined }) {
  return null;
}
