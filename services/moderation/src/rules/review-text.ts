import { cleanText } from '@livechat/clean-text/clean-text';
import { scoreText, type TextKind } from './score-text.ts';
import { type Action, verdict } from './verdict.ts';

export type TextToReview = { text: string; kind: TextKind; senderType: 'user' | 'admin' };

export type Review = {
  action: Action;
  /** cleaned; the caller checks its length and `hasVisibleText` */
  text: string;
  /** 0 to 1 */
  score: number;
  reasons: { code: string; detail: string }[];
};

/** Cleans a text and judges it as spam. Pure. Staff are never blocked nor flagged: their text is only cleaned. */
export function reviewText({ text, kind, senderType }: TextToReview): Review {
  const cleaned = cleanText(text);
  if (senderType === 'admin') return { action: 'allow', text: cleaned, score: 0, reasons: [] };
  const { score, signals } = scoreText(cleaned, kind);
  return {
    action: verdict(score),
    text: cleaned,
    score,
    reasons: signals.map(({ code, detail }) => ({ code, detail })),
  };
}
