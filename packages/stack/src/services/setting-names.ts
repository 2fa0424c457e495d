import type { ServiceName } from '../service-names.ts';

/** From the whole environment a service gets these alone. `*` stands for any ending. */
export const settingNames: Record<'everyService' | ServiceName, readonly string[]> = {
  everyService: ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL', 'OTEL_*', 'DRAIN_DELAY_SECONDS'],
  gateway: [
    'AUTH_*',
    'COMPANY_*',
    'CONSOLE_DIR',
    'MOBILE_DIR',
    'CORS_ORIGINS',
    'EMBED_ORIGINS',
    'TRUST_PROXY',
    'CHAT_RATE_LIMIT_*',
    'CHAT_MESSAGE_MAX_LENGTH',
  ],
  chat: ['CHAT_*'],
  moderation: ['CHAT_MESSAGE_MAX_LENGTH', 'MODERATION_*'],
  realtime: [
    'AUTH_*',
    'CORS_ORIGINS',
    'CHAT_RATE_LIMIT_*',
    'CHAT_MESSAGE_MAX_LENGTH',
    'SOCKET_PING_SECONDS',
    'CANARY_INTERVAL_SECONDS',
  ],
};

/** Of the addresses of the infrastructure, besides NATS. */
export const usesRedis: Record<ServiceName, boolean> = {
  gateway: true,
  chat: false,
  moderation: true,
  realtime: true,
};
export const usesPostgres: Record<ServiceName, boolean> = {
  gateway: false,
  chat: true,
  moderation: false,
  realtime: false,
};
export const signsTokens: Record<ServiceName, boolean> = {
  gateway: true,
  chat: false,
  moderation: false,
  realtime: true,
};

export function pickSettings(settings: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const wanted = ([setting]: [string, unknown]) => names.some((name) => matches(setting, name));
  return Object.fromEntries(Object.entries(settings).filter(wanted));
}

function matches(setting: string, name: string): boolean {
  return name.endsWith('*') ? setting.startsWith(name.slice(0, -1)) : setting === name;
}
