import type { ReactNode } from 'react';

export function Conversation({ management }: { conversationId: number; management: ReactNode }) {
  return management;
}
