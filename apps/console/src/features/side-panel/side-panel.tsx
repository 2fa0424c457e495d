export function SidePanel(_: { conversationId: number }) {
  return null;
}
