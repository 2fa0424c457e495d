import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseReplicas } from './parse-replicas.ts';
import type { Replicas } from './service-names.ts';
import { messageOf, stackError } from './stack-error.ts';

const address = (protocol: RegExp, error: string) => z.url({ protocol, error }).optional();
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .transform(Number)
    .refine((number) => Number.isInteger(number) && number >= least && number <= most, {
      error: `it must be a whole number from ${least} to ${most}`,
    });
const count = wholeNumber(1, 1_000_000).optional();
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What the stack itself relies on; each service checks the rest of its settings when it starts. */
const settingsSchema = z.object({
  LIVECHAT_PORT: wholeNumber(0, 65_535).default(3000),
  LIVECHAT_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: address(/^postgres(ql)?$/, 'it must be an address that begins postgres://'),
  NATS_URL: z.string().optional(),
  REDIS_URL: address(/^rediss?$/, 'it must be an address that begins redis:// or rediss://'),
  AUTH_JWT_SECRET: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, 'it must have at least 32 bytes')
    .optional(),
  CHAT_MAX_CONVERSATIONS_PER_USER: count,
  CHAT_MESSAGE_MAX_LENGTH: wholeNumber(1, 32_768).optional(),
  CHAT_RATE_LIMIT_ENABLED: z.stringbool({ error: 'it must be true or false' }).optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `it must be one of ${logLevels.join(', ')}` }).optional(),
});

export interface Options {
  gatewayPort: number;
  dataDir: string;
  replicas: Replicas;
  settings: NodeJS.ProcessEnv;
}

/** Reads the environment and the arguments; an empty setting counts as not given. Throws one line that names what is bad. */
export function readOptions(environment: NodeJS.ProcessEnv, args: string[], repositoryRoot: string): Options {
  const settings = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const checked = settingsSchema.safeParse(settings);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw stackError(`The setting ${issue?.path.join('.')} cannot be used: ${issue?.message}.`);
  }
  return {
    gatewayPort: checked.data.LIVECHAT_PORT,
    dataDir: resolve(repositoryRoot, checked.data.LIVECHAT_DATA_DIR),
    replicas: parseReplicas(readReplicasArgument(args)),
    settings,
  };
}

function readReplicasArgument(args: string[]): string {
  try {
    return parseArgs({ args, options: { replicas: { type: 'string', default: '' } } }).values.replicas;
  } catch (error) {
    throw stackError(`${messageOf(error).split('. ')[0]}. The only option is --replicas, as in --replicas chat=2.`);
  }
}
