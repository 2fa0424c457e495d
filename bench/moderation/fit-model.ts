import { featureCount } from '../../services/moderation/src/learned/features.ts';
import { sizeOf } from '../../services/moderation/src/learned/model.ts';

export interface Example {
  features: readonly number[];
  isSpam: boolean;
}

export interface Fitted {
  weights: Float64Array;
  bias: number;
}

const epochs = 20;
const rate = 0.3;
/** Keeps what only a few texts have from weighing much. */
const decay = 1e-5;

/**
 * Logistic regression, by stochastic gradient descent with a rate of its own for each weight (AdaGrad). The order is made
 * up from a fixed seed, so that the same texts give the same model.
 */
export function fitModel(examples: readonly Example[]): Fitted {
  const weights = new Float64Array(featureCount);
  const slopes = new Float64Array(featureCount).fill(1e-8);
  let bias = 0;
  let biasSlope = 1e-8;
  const order = examples.map((_, index) => index);
  const random = createRandom(1);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const { features, isSpam } = examples[index] as Example;
      const share = 1 / sizeOf(features.length);
      let sum = bias;
      for (const feature of features) sum += (weights[feature] ?? 0) * share;
      const error = 1 / (1 + Math.exp(-sum)) - (isSpam ? 1 : 0);
      for (const feature of features) {
        const slope = error * share + decay * (weights[feature] ?? 0);
        const steepness = (slopes[feature] ?? 0) + slope * slope;
        slopes[feature] = steepness;
        weights[feature] = (weights[feature] ?? 0) - (rate * slope) / Math.sqrt(steepness);
      }
      biasSlope += error * error;
      bias -= (0.1 * rate * error) / Math.sqrt(biasSlope);
    }
  }
  return { weights, bias };
}

/** A linear congruential generator (Numerical Recipes): 0 to 1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle(items: number[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other] as number, items[index] as number];
  }
}
