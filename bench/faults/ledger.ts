import type { Message } from '@livechat/contracts/chat/message';
import { type Answers, type Door, judgeAnswers } from './answers.ts';
import { deliveryMs } from './deliveries.ts';

/** One message that somebody wrote, and what the system said of it. */
export interface Written {
  clientMessageId: string;
  text: string;
  /** The canary of who wrote it. */
  by: string;
  writtenAt: number;
  acknowledged?: Message;
  /** The conversation was closed. `perhaps`: an earlier attempt may still have been on its way. */
  refused?: 'surely' | 'perhaps';
  /** The texts that an edit tried to give it, the newest last, and how many of them were acknowledged in a row. */
  edits: { text: string; acknowledged: boolean }[];
}

/** What somebody did to a conversation, and was told that it is done. */
export interface Change {
  conversationId: number;
  what: 'status' | 'priority' | 'assignee';
  to: string | null;
}

/** What clients know for themselves, to be held against what is stored. */
export interface Ledger {
  write(clientMessageId: string, text: string, by: string): Written;
  acknowledge(message: Message): void;
  /** Refused, because its conversation was closed. */
  refuse(clientMessageId: string, how: 'surely' | 'perhaps'): void;
  changed(change: Change): void;
  /** A message came to the screen of who has this canary, connected since `liveSince` (milliseconds since 1970). */
  showed(canary: string, message: Message, liveSince: number | undefined): void;
  /** Every call of every client goes through it. */
  answers: Answers;
  /** A text that reached somebody for whom only `canary` is meant. */
  heard(canary: string, text: string): void;
  /** What should not have happened, in a word for the column and a sentence. */
  blame(column: Column, sentence: string): void;
  readonly written: ReadonlyMap<string, Written>;
  readonly changes: readonly Change[];
  readonly problems: readonly { column: Column; sentence: string }[];
  /** How long each acknowledged message took from its first attempt, in milliseconds. */
  times(): readonly number[];
  /** How long messages took from the store to screens of others, in milliseconds. */
  deliveries(): readonly number[];
  /** The longest time in which nothing was acknowledged, in milliseconds. */
  longestOutageMs(now: number): number;
}

export const columns = [
  'lost',
  'doubled',
  'gaps',
  'counters',
  'foreign',
  'exits',
  'answers',
  'late',
  'refused',
] as const;
export type Column = (typeof columns)[number];

const canaries = /canary-[0-9a-f]{12}/g;

export function createLedger(startedAt: number, halted: readonly Door[]): Ledger {
  const written = new Map<string, Written>();
  const problems: { column: Column; sentence: string }[] = [];
  const acknowledgedAt: number[] = [];
  const times: number[] = [];
  const deliveries: number[] = [];
  const changes: Change[] = [];
  const blame = (column: Column, sentence: string) => void problems.push({ column, sentence });

  return {
    written,
    changes,
    problems,
    blame,
    answers: judgeAnswers({ halted, blame: (sentence) => blame('answers', sentence) }),
    write(clientMessageId, text, by) {
      const entry: Written = { clientMessageId, text, by, writtenAt: performance.now(), edits: [] };
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
    refuse(clientMessageId, how) {
      const entry = written.get(clientMessageId);
      if (entry) entry.refused = how;
    },
    changed: (change) => void changes.push(change),
    showed(canary, message, liveSince) {
      if (written.get(message.clientMessageId ?? '')?.by === canary) return;
      const tookMs = deliveryMs(message, liveSince, Date.now());
      if (tookMs !== undefined) deliveries.push(tookMs);
    },
    heard(canary, text) {
      for (const [found] of text.matchAll(canaries)) {
        if (found !== canary) blame('foreign', `${canary} got to hear ${found}`);
      }
    },
    times: () => times,
    deliveries: () => deliveries,
    longestOutageMs(now) {
      const moments = [startedAt, ...acknowledgedAt, now];
      return moments.slice(1).reduce((longest, moment, index) => Math.max(longest, moment - (moments[index] ?? 0)), 0);
    },
  };
}
