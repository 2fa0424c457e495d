import { assignConversation } from './chat/assign-conversation.ts';
import { canaryTold, sendCanary } from './chat/canary.ts';
import { closeConversation } from './chat/close-conversation.ts';
import { conversationHeads } from './chat/conversation-heads.ts';
import { countOpenConversations } from './chat/count-open-conversations.ts';
import { createConversation } from './chat/create-conversation.ts';
import { editMessage } from './chat/edit-message.ts';
import {
  conversationCreated,
  conversationUpdated,
  messageCreated,
  messageEdited,
  messagesDelivered,
  messagesRead,
} from './chat/events.ts';
import { getConversation } from './chat/get-conversation.ts';
import { joinConversation } from './chat/join-conversation.ts';
import { judgeMessage } from './chat/judge-message.ts';
import { listAgents } from './chat/list-agents.ts';
import { listAllConversations } from './chat/list-all-conversations.ts';
import { listChangedMessages } from './chat/list-changed-messages.ts';
import { listChanges } from './chat/list-changes.ts';
import { listConversations } from './chat/list-conversations.ts';
import { listMessages } from './chat/list-messages.ts';
import { markMessagesDelivered } from './chat/mark-messages-delivered.ts';
import { markMessagesRead } from './chat/mark-messages-read.ts';
import { sendMessage } from './chat/send-message.ts';
import { typing } from './chat/typing.ts';
import { updateConversation } from './chat/update-conversation.ts';
import type { EventContract, RequestContract, SignalContract } from './contract.ts';
import { blockUser, getBlock, listBlocks, unblockUser, userBlocked } from './identity/block-user.ts';
import { resolvePrincipal } from './identity/resolve-principal.ts';
import { closeSession, listRevocations, openSession, refreshSession, sessionRevoked } from './identity/sessions.ts';
import { reviewManyMessages, reviewMessage } from './moderation/review-message.ts';
import { presenceChanged, readPresence } from './realtime/presence.ts';
import { viewing } from './realtime/viewing.ts';

/** Every question that is asked on the bus, by name. */
export const requests = {
  createConversation,
  sendMessage,
  listMessages,
  listConversations,
  listAllConversations,
  getConversation,
  joinConversation,
  markMessagesRead,
  markMessagesDelivered,
  editMessage,
  judgeMessage,
  closeConversation,
  updateConversation,
  assignConversation,
  listChanges,
  listAgents,
  conversationHeads,
  listChangedMessages,
  countOpenConversations,
  sendCanary,
  blockUser,
  unblockUser,
  getBlock,
  listBlocks,
  resolvePrincipal,
  openSession,
  refreshSession,
  closeSession,
  listRevocations,
  reviewMessage,
  reviewManyMessages,
  readPresence,
} as const satisfies Record<string, RequestContract>;

/** Every fact that is told on it, by name. */
export const events = {
  conversationCreated,
  conversationUpdated,
  messageCreated,
  messageEdited,
  messagesRead,
  messagesDelivered,
  canaryTold,
} as const satisfies Record<string, EventContract>;

/** Every passing signal, by name. */
export const signals = {
  typing,
  sessionRevoked,
  userBlocked,
  presenceChanged,
  viewing,
} as const satisfies Record<string, SignalContract>;
