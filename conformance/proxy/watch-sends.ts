import type { Violation } from '../rules.ts';

/** Looks at every attempt to store a message, whichever way it goes. */
export interface SendWatch {
  attempt(text: unknown, clientMessageId: unknown): void;
  /** It was refused, and told to wait so long. */
  refused(text: unknown, retryAfterMs: number): void;
  /** The client was killed: a new one knows nothing of what it was told. */
  restarted(): void;
  violations(): Violation[];
  /** Under which id each text was sent first. */
  ids(): ReadonlyMap<string, string>;
}

/** Timers of both sides may differ by some milliseconds. */
const clockMs = 30;

export function createSendWatch(): SendWatch {
  const idOf = new Map<string, string>();
  const notBefore = new Map<string, number>();
  const found: Violation[] = [];
  return {
    attempt(text, clientMessageId) {
      if (typeof text !== 'string') return;
      const id = String(clientMessageId);
      const former = idOf.get(text) ?? id;
      idOf.set(text, former);
      if (former !== id)
        found.push({ rule: 'SAME_ID_ON_RETRY', detail: `"${text}" was sent as ${former}, then as ${id}` });
      const earlyMs = (notBefore.get(text) ?? 0) - performance.now();
      if (earlyMs > clockMs) {
        found.push({ rule: 'RETRY_AFTER', detail: `"${text}" was sent again ${earlyMs.toFixed(0)} ms too early` });
      }
    },
    refused(text, retryAfterMs) {
      if (typeof text === 'string') notBefore.set(text, performance.now() + retryAfterMs);
    },
    restarted: () => notBefore.clear(),
    violations: () => found,
    ids: () => idOf,
  };
}
