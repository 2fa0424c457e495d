import type { Tracing } from '@livechat/service/tracing';
import type { LogEvent, Logger } from 'kysely';
import { nameOf } from './statement-name.ts';

/**
 * A span for every statement, begin and commit too. Kysely tells of them itself; the kept instrumentation of pg needs to
 * be loaded before pg, and so always. Undefined while nothing is recorded, so that nothing is asked for.
 */
export function traceStatements(tracing: Tracing): Logger | undefined {
  if (!tracing.isRecording) return undefined;
  return (event) =>
    tracing.past(`postgres ${statementName(event)}`, event.queryDurationMillis, event.level === 'error');
}

/** Its name, when it has one in a comment; or its first word (`select`, `begin`). Nothing of what is asked. */
export function statementName({ query }: Pick<LogEvent, 'query'>): string {
  const name = nameOf(query.sql);
  if (name !== undefined) return name;
  return /^\s*([a-z]+)/i.exec(query.sql)?.[1]?.toLowerCase() ?? 'statement';
}
