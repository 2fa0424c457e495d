import { expect, test } from 'vitest';
import { featureCount, featuresOf } from '../learned/features.ts';
import { learnedText } from './learned-text.ts';
import { readingOf } from './reading.ts';

const weightOf = (text: string) => learnedText(readingOf(text))?.weight ?? 0;

const spam =
  'Congratulations! You have won a prize of $1,000,000. Reply to this mail and send your bank account number to claim your money now, this offer is free.';

test('what reads like known spam is flagged, and never refused for that alone', () => {
  expect(weightOf(spam)).toBeGreaterThanOrEqual(0.6);
  expect(weightOf(`${spam}\n`.repeat(30))).toBeLessThan(0.9);
});

test.each([
  ['zero-width signs', (text: string) => text.replace(/(\w)(?=\w)/g, '$1\u200b')],
  ['look-alike letters', (text: string) => text.replaceAll('a', 'а').replaceAll('o', 'о')],
  ['spaces in words', (text: string) => text.replace(/\w{4,}/g, (word) => [...word].join(' '))],
])('it sees through %s', (_, disguise) => {
  expect(weightOf(disguise(spam))).toBeGreaterThanOrEqual(0.6);
});

test.each([
  'I was charged twice for one order, please send my money back to my bank account.',
  'Is the offer of free shipping still on? The link does not work.',
  '',
  '???',
  'नमस्ते, मेरा ऑर्डर 6631 अभी तक नहीं आया है।',
])('an honest message is not flagged by it: %s', (text) => {
  expect(weightOf(text)).toBeLessThan(0.6);
});

test('features are each told once, below their number, and the same whatever was looked at before', () => {
  const text = readingOf('Buy now, buy now, buy 3 for $20 at https://a.example/b or mail me@a.example').folded;
  const features = featuresOf(text);
  expect(new Set(features).size).toBe(features.length);
  expect(Math.max(...features)).toBeLessThan(featureCount);
  featuresOf('something else to buy');
  expect(featuresOf(text)).toEqual(features);
});
