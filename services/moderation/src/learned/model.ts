import { readFileSync } from 'node:fs';
import { featureCount, featuresOf } from './features.ts';

/** What the training wrote beside the weights (`npm run moderation:train`). */
export interface ModelCard {
  /** Told with each reason, so that a verdict can be traced to what gave it. */
  version: string;
  trainedOn: string;
  bias: number;
  /** What one step of a stored weight stands for; it has 127 to each side. */
  scale: number;
  /** Of the features of `checkedText`: another one means that features are taken in another way than in the training. */
  check: number;
}

export const checkedText = 'Hello, is my order 48213 on its way? ¿Dónde está? Где мой заказ? 我的订单';

const folder = new URL('../../model/', import.meta.url);

/**
 * How much speaks for spam in a text, as the logarithm of the odds: 0 is even, 3 is twenty to one. Made of nothing but the
 * text. Reads its weights, 256 KiB, once.
 */
export function createTextScore(): { logOdds(folded: string): number; version: string } {
  const card: ModelCard = JSON.parse(readFileSync(new URL('learned-text.json', folder), 'utf8'));
  const weights = new Int8Array(readFileSync(new URL('learned-text.bin', folder)));
  if (weights.length !== featureCount || card.check !== checkOf(featuresOf(checkedText))) {
    throw new Error('the learned text score was trained for other features: npm run moderation:train');
  }
  return {
    version: card.version,
    logOdds(folded) {
      const features = featuresOf(folded);
      let sum = 0;
      for (const feature of features) sum += weights[feature] ?? 0;
      return card.bias + (sum * card.scale) / sizeOf(features.length);
    },
  };
}

/** By which weights are divided: long texts have many features and are not the surer for it, short ones have few. */
export const sizeOf = (features: number): number => Math.sqrt(features + 100);

export const checkOf = (features: readonly number[]): number =>
  features.reduce((sum, feature) => (sum * 31 + feature) % 1_000_000_007, 7);
