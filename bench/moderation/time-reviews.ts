import { reviewText } from '../../services/moderation/src/rules/review-text.ts';
import type { Corpus } from './corpora.ts';

const reviewsOfEach = 2_000;
/** A machine that does other things as well is late now and then; nothing makes a review take so long by itself. */
const worstMs = 50;

/** How long a review takes by the length of the text, and how many one instance does in a second. */
export function timeReviews(corpora: readonly Corpus[], missed: string[]): string[] {
  const all = corpora.flatMap(({ texts }) => texts.slice(0, 3_000)).join('\n');
  const lines = [200, 5_000].map((length) => {
    const times = Array.from({ length: reviewsOfEach }, (_, index) => {
      const start = (index * 7_919) % (all.length - length);
      const text = all.slice(start, start + length).toWellFormed();
      const began = performance.now();
      reviewText({ text, kind: 'message', senderType: 'user' });
      return performance.now() - began;
    }).toSorted((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * times.length)] ?? 0;
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    if (at(0.99) > worstMs) missed.push(`${length} characters: p99 ${at(0.99).toFixed(1)} ms`);
    const figures = `p50 ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms, worst ${at(0.9999).toFixed(2)} ms`;
    return `Reviews of ${length} characters: ${figures}, ${Math.round(1_000 / mean)} a second.`;
  });
  return lines;
}
