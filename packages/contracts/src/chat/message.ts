import { z } from 'zod';
import { Role } from '../actor.ts';
import { ClientMessageId, Id, isSafeText, Seq, Timestamp } from '../fields.ts';

export const messageTypes = ['text', 'system', 'file', 'image'] as const;
export const messageStatuses = ['sent', 'delivered', 'read'] as const;

export const Metadata = z.record(z.string(), z.json());
export type Metadata = z.infer<typeof Metadata>;

export const Message = z.object({
  id: Id,
  conversationId: Id,
  /** Counts the messages of one conversation: 1, 2, 3, … no gap, no repeat. */
  seq: Seq,
  senderType: Role,
  senderId: Id.nullable(),
  message: z.string(),
  messageType: z.enum(messageTypes),
  status: z.enum(messageStatuses),
  readAt: Timestamp.nullable(),
  readBy: Id.nullable(),
  editedAt: Timestamp.nullable(),
  isEdited: z.boolean(),
  metadata: Metadata.nullable(),
  replyToId: Id.nullable(),
  clientMessageId: ClientMessageId.nullable(),
  deliveredAt: Timestamp.nullable(),
  senderName: z.string().nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Message = z.infer<typeof Message>;

const maxMetadataBytes = 4 * 1024;

/** Keys that this system writes itself; from a client they would be a claim. */
const reservedKeys = new Set(['moderation', 'removed', 'system', '__proto__', 'constructor', 'prototype']);

export const ClientMetadata = Metadata.superRefine((metadata, check) => {
  for (const key of Object.keys(metadata)) {
    if (reservedKeys.has(key)) check.addIssue({ code: 'custom', path: [key], message: 'is a reserved key' });
  }
  const json = JSON.stringify(metadata);
  if (new TextEncoder().encode(json).length > maxMetadataBytes) {
    check.addIssue({ code: 'custom', message: `must be at most ${maxMetadataBytes} bytes of JSON` });
  }
  // Serialised, a lone surrogate and a NUL are escapes, so the test is made on every string by itself.
  JSON.parse(json, (key, value) => {
    if (!isSafeText(key) || (typeof value === 'string' && !isSafeText(value))) {
      check.addIssue({ code: 'custom', message: 'must not contain NUL or half a character' });
    }
    return value;
  });
});

/** What moderation said of a message is for staff. */
export function messageFor(role: Role, message: Message): Message {
  if (role === 'admin' || message.metadata === null || !('moderation' in message.metadata)) return message;
  const { moderation: _, ...metadata } = message.metadata;
  return { ...message, metadata: Object.keys(metadata).length === 0 ? null : metadata };
}
