import { CommonSettings, MessageMaxLength } from '@livechat/service/settings';
import { z } from 'zod';

export const DatabaseSettings = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
});

export const NameSettings = z.object({
  /** Commas between them. */
  CHAT_RESERVED_NAMES: z
    .string()
    .default(
      'Support,Support Team,Support Agent,Customer Support,Customer Service,Help Desk,Live Chat,Agent,Staff,Moderator,Admin,Administrator,System',
    )
    .transform((names) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
});

export const Settings = CommonSettings.extend({
  ...DatabaseSettings.shape,
  ...NameSettings.shape,
  CHAT_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  CHAT_MAX_CONVERSATIONS_PER_USER: z.coerce.number().int().min(1).default(5),
  CHAT_MESSAGE_MAX_LENGTH: MessageMaxLength,
  NATS_STREAM_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
});
export type Settings = z.output<typeof Settings>;

/** Deadlines nest: client 10 s > edge to chat 2.5 s > Postgres 2 s > moderation 0.3 s. */
export const statementTimeoutMs = 2_000;

/** For a statement of the search indexer: nobody waits for it, and a conversation may be very long. */
export const indexTimeoutMs = 10_000;
