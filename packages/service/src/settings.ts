import { z } from 'zod';

/** An address to listen on and where to find the others; every service has these. */
export const CommonSettings = z.object({
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  /** For a server with users; instead of these, NATS_URL can carry them. */
  NATS_USER: z.string().min(1).optional(),
  NATS_PASSWORD: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Health and metrics are given here and never on a public port. */
  INTERNAL_PORT: z.coerce.number().int().min(0).max(65_535).default(9_090),
  /** Names this process among its like, e.g. `chat-1`. */
  INSTANCE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens')
    .optional(),
  /** At its end, how long after `/readyz` says no a process still takes what comes: until balancers have noticed. */
  DRAIN_DELAY_SECONDS: z.coerce.number().min(0).max(60).default(0),
  // By the names of OpenTelemetry. Traces are recorded when one of the first two asks for it.
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
});

/** `CHAT_MESSAGE_MAX_LENGTH`: chat holds to it, and the gateway tells it to apps. */
export const MessageMaxLength = z.coerce.number().int().min(1).max(32_768).default(5_000);

export const Port = z.coerce.number().int().min(0).max(65_535);

/**
 * Reads the environment once, at the door. A setting that does not fit ends the process with one line that
 * names it (and never shows its value: it may be a secret). An empty variable counts as absent.
 */
export function readSettings<S extends z.ZodObject>(
  program: string,
  schema: S,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const settings = schema.safeParse(given);
  if (settings.success) return settings.data;
  const faults = settings.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`);
  process.stderr.write(`${program} cannot start: ${faults.join('; ').replaceAll('\n', ' ')}\n`);
  process.exit(1);
}
