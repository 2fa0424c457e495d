import { pino } from 'pino';

export type Logger = pino.Logger;

/** JSON lines on standard output. Texts, tokens and e-mail addresses never go in. */
export function createLogger(service: string, instance: string, level: string): Logger {
  return pino({
    level,
    base: { service, instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.err },
  });
}
