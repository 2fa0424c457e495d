import { AuthSettings, trustsSomebody } from '@livechat/edge/auth-settings';
import { Origins } from '@livechat/edge/origins';
import { RateLimitSettings } from '@livechat/edge/rate-limit-settings';
import { CommonSettings, Port } from '@livechat/service/settings';
import { z } from 'zod';

export const Settings = CommonSettings.extend({
  ...AuthSettings.shape,
  ...RateLimitSettings.shape,
  PORT: Port.default(3_001),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must be a redis:// address'),
  /** Web pages of other origins that may connect; none unless set. */
  CORS_ORIGINS: Origins.default([]),
  /** How many proxies stand in front, whose X-Forwarded-For is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  /** How often a silent socket is asked whether it is there; proxies in between close what is silent for longer. */
  SOCKET_PING_SECONDS: z.coerce.number().int().min(1).max(60).default(25),
  /** How often a canary is sent through the whole path of a message; 0 for never. */
  CANARY_INTERVAL_SECONDS: z.coerce.number().min(0).max(600).default(60),
}).refine(trustsSomebody, {
  path: ['AUTH_JWT_SECRET'],
  error: 'must be set, or AUTH_JWT_PUBLIC_KEY, or AUTH_JWKS_URL',
});
export type Settings = z.output<typeof Settings>;

/** For one event of a client; chat is asked within it. */
export const requestTimeoutMs = 2_500;
export const maxFrameBytes = 64 * 1024;
/** A client that opens a connection says who it is within this time, or is closed. */
export const connectTimeoutMs = 5_000;
