import { cleanText } from '@livechat/clean-text/clean-text';
import { noLists, type OperatorLists } from '../lists/operator-lists.ts';
import type { Recent } from '../recent/recent-texts.ts';
import { type Reading, readingOf } from './reading.ts';
import { scoreText, type TextKind } from './score-text.ts';
import { type Action, type Thresholds, usualThresholds, verdict } from './verdict.ts';

export type TextToReview = { text: string } & About;

/** What is known of a text besides its words. */
export type About = { kind: TextKind; senderType: 'user' | 'admin' };

/** What a text is judged by besides itself. */
export interface Circumstances {
  thresholds?: Thresholds;
  lists?: OperatorLists;
  /** What was sent before; unknown when it cannot be asked for. */
  recent?: Recent | undefined;
}

export type Review = {
  action: Action;
  /** cleaned; the caller checks its length and `hasVisibleText` */
  text: string;
  /** 0 to 1 */
  score: number;
  reasons: { code: string; detail: string }[];
};

/** Cleans a text and judges it as spam. Pure. */
export function reviewText({ text, ...about }: TextToReview, circumstances?: Circumstances): Review {
  return judge(readingOf(cleanText(text)), about, circumstances);
}

/** Staff are never blocked nor flagged: their text is only cleaned. The operator's lists have the last word. */
export function judge(
  reading: Reading,
  { kind, senderType }: About,
  { thresholds = usualThresholds, lists = noLists, recent }: Circumstances = {},
): Review {
  const { text } = reading;
  if (senderType === 'admin') return { action: 'allow', text, score: 0, reasons: [] };
  const listed = lists.find(reading);
  if (listed?.list === 'allow') return { action: 'allow', text, score: 0, reasons: [] };
  // The sender gets to read it, so it does not say which.
  const denied = { code: 'DENY_LIST', detail: 'Holds what this company does not let through' };
  if (listed?.list === 'deny') return { action: 'reject', text, score: 1, reasons: [denied] };
  const { score, signals } = scoreText(reading, kind, recent);
  const reasons = signals.map(({ code, detail }) => ({ code, detail }));
  const action = verdict(score, thresholds);
  if (listed?.list !== 'flag') return { action, text, score, reasons };
  return {
    action: action === 'allow' ? 'flag' : action,
    text,
    score: Math.max(score, thresholds.flagFrom),
    reasons: [{ code: 'FLAG_LIST', detail: `On the list of what staff look at: ${listed.name}` }, ...reasons],
  };
}
