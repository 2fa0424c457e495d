import type { Role } from '@livechat/contracts/actor';

/** Everybody on the staff's side. */
export const staffRoom = 'staff';

/** All users. */
export const usersRoom = 'users';

/** All devices of one person. */
export function personRoom(role: Role, id: number): string {
  return `${role}:${id}`;
}

/** Users and staff of a conversation are apart, because staff see more of a message. */
export function conversationRoom(conversationId: number, role: Role): string {
  return `conversation:${conversationId}:${role}`;
}

export function conversationRooms(conversationId: number): string[] {
  return [conversationRoom(conversationId, 'user'), conversationRoom(conversationId, 'admin')];
}
