import { AuthSettings, trustsSomebody } from '@livechat/edge/auth-settings';
import { ExactOrigins, Origins } from '@livechat/edge/origins';
import { RateLimitSettings } from '@livechat/edge/rate-limit-settings';
import { CommonSettings, MessageMaxLength, Port } from '@livechat/service/settings';
import { z } from 'zod';

const instancePattern = /^([a-z0-9][a-z0-9-]*)=(https?:\/\/[^,\s]+)$/;

/** `name=url,name=url`: the realtime instances by the name with which their session ids begin. */
const Instances = z.string().transform((text, check) => {
  const instances = new Map<string, string>();
  for (const part of text.split(',')) {
    const [, name, url] = instancePattern.exec(part.trim()) ?? [];
    if (name && url) instances.set(name, url);
    else check.addIssue({ code: 'custom', message: 'must be name=url, with commas between several' });
  }
  return instances;
});

export const Settings = CommonSettings.extend({
  ...AuthSettings.shape,
  ...RateLimitSettings.shape,
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must be a redis:// address'),
  PORT: Port.default(3_000),
  /** Several gateways on one machine share a port. */
  REUSE_PORT: z.stringbool().default(false),
  REALTIME_INSTANCES: Instances.default(new Map()),
  /** Web pages of other origins that may call; none unless set. */
  CORS_ORIGINS: Origins.default([]),
  /** Web pages that may show the customers' app in a frame and hand it tokens; none unless set. */
  EMBED_ORIGINS: ExactOrigins.default([]),
  /** The built staff console (apps/console/dist), served at /console/; not served unless set. */
  CONSOLE_DIR: z.string().optional(),
  /** The built app of customers (apps/mobile/dist), served at /app/; not served unless set. */
  MOBILE_DIR: z.string().optional(),
  /** What apps call the company, and its colour. */
  COMPANY_NAME: z.string().trim().min(1).max(80).default('Live Chat'),
  COMPANY_ACCENT_COLOR: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour as #rrggbb')
    .optional(),
  /** As chat has it: apps count by it. */
  CHAT_MESSAGE_MAX_LENGTH: MessageMaxLength,
  /** How many proxies stand in front, whose X-Forwarded-For is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
}).refine(trustsSomebody, {
  path: ['AUTH_JWT_SECRET'],
  error: 'must be set, or AUTH_JWT_PUBLIC_KEY, or AUTH_JWKS_URL',
});
export type Settings = z.output<typeof Settings>;

export const maxBodyBytes = 64 * 1024;
/** A name, a password or a refresh token, each character escaped. It is read before anybody showed a token. */
export const maxSessionBodyBytes = 16 * 1024;
/** For one request; chat is asked within it. */
export const requestTimeoutMs = 2_500;
export const accessTokenSeconds = 15 * 60;
