import type { Actor } from '@livechat/contracts/actor';

/**
 * Users see their own conversations, staff and services all. Who may not see one is told that there is none,
 * so that nobody learns which ids exist.
 */
export function maySee(actor: Actor, conversation: { user_id: number }): boolean {
  switch (actor.role) {
    case 'user':
      return conversation.user_id === actor.id;
    case 'admin':
    case 'service':
      return true;
    case 'anonymous':
      return false;
  }
}
