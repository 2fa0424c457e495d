import type { Message } from '@livechat/contracts/chat/message';

/** One message that somebody wrote, and what the system said of it. */
export interface Written {
  clientMessageId: string;
  text: string;
  writtenAt: number;
  acknowledged?: Message;
  /** The texts that an edit tried to give it, the newest last, and how many of them were acknowledged in a row. */
  edits: { text: string; acknowledged: boolean }[];
}

/** What clients know for themselves, to be held against what is stored. */
export interface Ledger {
  write(clientMessageId: string, text: string): Written;
  acknowledge(message: Message): void;
  /** An answer, of whatever call, as a client got it. */
  answered(status: number, tookMs: number): void;
  /** A text that reached somebody for whom only `canary` is meant. */
  heard(canary: string, text: string): void;
  /** What should not have happened, in a word for the column and a sentence. */
  blame(column: Column, sentence: string): void;
  readonly written: ReadonlyMap<string, Written>;
  readonly problems: readonly { column: Column; sentence: string }[];
  /** How long each acknowledged message took from its first attempt, in milliseconds. */
  times(): number[];
  /** The longest time in which nothing was acknowledged, in milliseconds. */
  longestOutageMs(now: number): number;
}

export const columns = ['lost', 'doubled', 'gaps', 'counters', 'foreign', 'exits', 'answers', 'refused'] as const;
export type Column = (typeof columns)[number];

/** The edge answers in 2.5 s; what a busy machine adds comes on top. */
const answerLimitMs = 3_500;
const canaries = /canary-[0-9a-f]{12}/g;

export function createLedger(startedAt: number, answersLate: boolean): Ledger {
  const written = new Map<string, Written>();
  const problems: { column: Column; sentence: string }[] = [];
  const acknowledgedAt: number[] = [];
  const times: number[] = [];
  const blame = (column: Column, sentence: string) => void problems.push({ column, sentence });

  return {
    written,
    problems,
    blame,
    write(clientMessageId, text) {
      const entry: Written = { clientMessageId, text, writtenAt: performance.now(), edits: [] };
      written.set(clientMessageId, entry);
      return entry;
    },
    acknowledge(message) {
      const entry = message.clientMessageId === null ? undefined : written.get(message.clientMessageId);
      if (!entry) return blame('doubled', `acknowledged, and nobody wrote it: ${message.message}`);
      const before = entry.acknowledged;
      if (before && (before.id !== message.id || before.seq !== message.seq)) {
        blame('doubled', `acknowledged as ${before.id} and as ${message.id}: ${message.message}`);
      }
      if (before) return;
      entry.acknowledged = message;
      const now = performance.now();
      acknowledgedAt.push(now);
      times.push(now - entry.writtenAt);
    },
    answered(status, tookMs) {
      if (status >= 500 && status !== 503) blame('answers', `answered with ${status}`);
      if (tookMs > answerLimitMs && !answersLate)
        blame('answers', `answered with ${status} after ${Math.round(tookMs)} ms`);
    },
    heard(canary, text) {
      for (const [found] of text.matchAll(canaries)) {
        if (found !== canary) blame('foreign', `${canary} got to hear ${found}`);
      }
    },
    times: () => times,
    longestOutageMs(now) {
      const moments = [startedAt, ...acknowledgedAt, now];
      return moments.slice(1).reduce((longest, moment, index) => Math.max(longest, moment - (moments[index] ?? 0)), 0);
    },
  };
}
