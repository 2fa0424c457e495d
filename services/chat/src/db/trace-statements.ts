import type { Tracing } from '@livechat/service/tracing';
import type { LogEvent, Logger } from 'kysely';

/**
 * A span for every statement, begin and commit too. Kysely tells of them itself; the kept instrumentation of pg needs to
 * be loaded before pg, and so always. Undefined while nothing is recorded, so that nothing is asked for.
 */
export function traceStatements(tracing: Tracing): Logger | undefined {
  if (!tracing.isRecording) return undefined;
  return (event) =>
    tracing.past(`postgres ${statementName(event)}`, event.queryDurationMillis, event.level === 'error');
}

/** `select`, `insert`, `begin`: the first word, and nothing of what is asked. */
export function statementName({ query }: Pick<LogEvent, 'query'>): string {
  return /^\s*([a-z]+)/i.exec(query.sql)?.[1]?.toLowerCase() ?? 'statement';
}
