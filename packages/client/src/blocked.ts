import type { Refusal } from './answer.ts';
import type { Connection } from './connection.ts';

/**
 * Why the person is not let in, while they are blocked. What is read again and again is not asked for then: each call
 * would be refused. The connection asks from time to time, and who listens to it learns of the end.
 */
export function blockOf({ state }: Pick<Connection, 'state'>): Refusal<'BLOCKED'> | undefined {
  const now = state.getSnapshot();
  if (now.state !== 'refused' || now.code !== 'BLOCKED') return undefined;
  return { ok: false, kind: 'refused', code: now.code, detail: now.detail };
}
