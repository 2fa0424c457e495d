import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Settings as ChatSettings } from '../../../services/chat/src/config.ts';
import { Settings as GatewaySettings } from '../../../services/gateway/src/config.ts';
import { Settings as ModerationSettings } from '../../../services/moderation/src/config.ts';
import { Settings as RealtimeSettings } from '../../../services/realtime/src/config.ts';

export const serviceSchemas = {
  gateway: GatewaySettings,
  chat: ChatSettings,
  moderation: ModerationSettings,
  realtime: RealtimeSettings,
};
export const chartNames = ['gateway', 'chat', 'moderation', 'realtime', 'web'] as const;
export type ChartName = (typeof chartNames)[number];
type ServiceName = keyof typeof serviceSchemas;

/** As much of a setting's schema as is asked here. */
interface Setting {
  safeParse(given: undefined): { success: boolean; data?: unknown };
  toJSONSchema(options: { io: 'input'; unrepresentable: 'any' }): object;
}

interface Reference {
  secret: string;
  key: string;
}

/** What a chart knows of its service, as `facts.json` beside its templates says it. */
export interface ChartFacts {
  service: ChartName;
  /** Where it serves the public. */
  port?: number;
  /** Health and metrics. */
  internalPort?: number;
  userId: number;
  /** What its orderly end takes at most, after the delay. */
  endSeconds: number;
  uses: string[];
  /** What the operator may set. */
  settings: string[];
  /** What the chart sets. */
  ofChart: string[];
  /** Without one of each list it does not start. */
  required: string[][];
  defaults: { settings: Record<string, string>; secretSettings: Record<string, Reference> };
}

/** Never in a values file as plain text. */
export const secretNames = ['AUTH_JWT_OTHER_SECRET', 'AUTH_JWT_SECRET', 'DATABASE_URL', 'NATS_PASSWORD'];

/** A chart's own business; the last two make sense on one machine alone. */
const ofChart = ['DRAIN_DELAY_SECONDS', 'INSTANCE', 'INTERNAL_PORT', 'PORT', 'REALTIME_INSTANCES', 'REUSE_PORT'];
const waysOfTrust = ['AUTH_JWT_SECRET', 'AUTH_JWT_PUBLIC_KEY', 'AUTH_JWKS_URL'];

const references: Record<string, Reference> = {
  AUTH_JWT_SECRET: { secret: 'livechat-auth', key: 'jwt-secret' },
  DATABASE_URL: { secret: 'livechat-postgres', key: 'uri' },
  REDIS_URL: { secret: 'livechat-redis', key: 'url' },
};

export function chartFacts(chart: ChartName): ChartFacts {
  return chart === 'web' ? webFacts() : serviceFacts(chart);
}

function serviceFacts(service: ServiceName): ChartFacts {
  const shape: Record<string, Setting> = serviceSchemas[service].shape;
  const names = Object.keys(shape).sort();
  const given = (name: string) => numberOf(shape[name]?.safeParse(undefined).data);
  const needed = names.filter((name) => !shape[name]?.safeParse(undefined).success).map((name) => [name]);
  const port = given('PORT');
  const known = Object.entries(references).filter(([name]) => name in shape);
  return {
    service,
    ...(port === undefined ? {} : { port }),
    internalPort: given('INTERNAL_PORT') ?? 0,
    userId: 1000,
    endSeconds: 10,
    uses: ['nats', ...('REDIS_URL' in shape ? ['redis'] : []), ...('DATABASE_URL' in shape ? ['postgres'] : [])],
    settings: names.filter((name) => !ofChart.includes(name)),
    ofChart: names.filter((name) => ofChart.includes(name)),
    required: [['NATS_URL'], ...needed, ...('AUTH_JWT_SECRET' in shape ? [waysOfTrust] : [])],
    defaults: {
      settings: { NATS_URL: 'nats://nats:4222', NATS_USER: service },
      secretSettings: Object.fromEntries([...known, ['NATS_PASSWORD', { secret: 'livechat-nats', key: service }]]),
    },
  };
}

/** Its program is Caddy, whose configuration names the variables that it reads. */
function webFacts(): ChartFacts {
  const caddyfile = readFileSync(join(import.meta.dirname, '../../web/Caddyfile'), 'utf8');
  const read = new Map(
    [...caddyfile.matchAll(/\{\$([A-Z_]+)(?::([^}]*))?\}/g)].map(([, name = '', use]) => [name, use]),
  );
  // What is in them for Caddy 2.6 is of no use in the container, which has a later one.
  const names = [...read.keys()].filter((name) => !['CLEAN_STORAGE', 'PERSIST_CONFIG'].includes(name)).sort();
  return {
    service: 'web',
    port: Number(read.get('PORT')),
    userId: 65_532,
    endSeconds: 10,
    uses: [],
    settings: names.filter((name) => !ofChart.includes(name)),
    ofChart: names.filter((name) => ofChart.includes(name)),
    required: [],
    defaults: { settings: {}, secretSettings: {} },
  };
}

/** What a service says of the text of a setting, as far as a JSON Schema can. */
export function settingSchema(name: string): { type?: string; minimum?: number; maximum?: number; enum?: string[] } {
  const shapes = Object.values(serviceSchemas).map(({ shape }): Record<string, Setting> => shape);
  const setting = shapes.find((shape) => name in shape)?.[name];
  return setting?.toJSONSchema({ io: 'input', unrepresentable: 'any' }) ?? {};
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
