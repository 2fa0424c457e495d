import { joinConversation } from '@livechat/contracts/chat/join-conversation';
import { markMessagesDelivered } from '@livechat/contracts/chat/mark-messages-delivered';
import { markMessagesRead } from '@livechat/contracts/chat/mark-messages-read';
import { Message } from '@livechat/contracts/chat/message';
import { sendMessage } from '@livechat/contracts/chat/send-message';
import { isErrorCode } from '@livechat/contracts/errors';
import { Timestamp } from '@livechat/contracts/fields';
import { authenticate, leaveChat, typingStart, typingStop } from '@livechat/contracts/socket';
import { z } from 'zod';
import { answered, type CallAnswer, noAnswer } from './answer.ts';
import { withoutUndefined } from './http.ts';

const nothing = z.object({});

/** Everything that a client may say on a socket, and what the acknowledgement holds. */
export const socketQuestions = {
  'join-chat': { input: joinConversation.input, output: joinConversation.output.omit({ revision: true }) },
  'send-chat-message': { input: sendMessage.input, output: sendMessage.output.omit({ repeated: true }) },
  'mark-messages-read': { input: markMessagesRead.input, output: markMessagesRead.output },
  'messages-received': { input: markMessagesDelivered.input.omit({ afterSeq: true }), output: nothing },
  'leave-chat': { input: leaveChat.input, output: nothing },
  'typing-start': { input: typingStart.input, output: nothing },
  'typing-stop': { input: typingStop.input, output: nothing },
  authenticate: { input: authenticate.input, output: z.object({ expiresAt: Timestamp }) },
} as const;

export type SocketQuestions = typeof socketQuestions;
export type SocketInput<Event extends keyof SocketQuestions> = z.input<SocketQuestions[Event]['input']>;
export type SocketOutput<Event extends keyof SocketQuestions> = z.output<SocketQuestions[Event]['output']>;

const Acknowledgement = z.union([
  z.looseObject({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.string(),
      message: z.string(),
      retryAfterMs: z.number().optional(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      messages: z.array(Message).optional(),
    }),
  }),
]);

/** An acknowledgement in the form of every other answer; its fields are still to be checked. */
export function answerOf(acknowledgement: unknown): CallAnswer<unknown> {
  const read = Acknowledgement.safeParse(acknowledgement);
  if (!read.success) return noAnswer('BAD_ANSWER');
  if (read.data.ok) return answered(read.data);
  const { code, message: detail, ...extras } = read.data.error;
  if (!isErrorCode(code)) return noAnswer('BAD_ANSWER');
  return { ok: false, kind: 'refused', code, detail, ...withoutUndefined(extras) };
}
