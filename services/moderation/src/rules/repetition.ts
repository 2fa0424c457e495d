import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const manyLines = 10;
const manyWords = 40;
const longestPeriod = 24;
const periodFrom = 200;
const mostOfText = 0.8;

/** The same line, word or piece of text over and over; pieces are for scripts that write no spaces. */
export function repetition({ text }: Reading): Signal | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  const lineTimes = mostFrequent(lines);
  if (lineTimes >= manyLines && lineTimes > 0.6 * lines.length) return found(`The same line ${lineTimes} times`, 0.65);

  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const wordTimes = mostFrequent(words);
  if (wordTimes >= manyWords && wordTimes > 0.6 * words.length) return found(`The same word ${wordTimes} times`, 0.65);

  if (isPeriodic(text)) return found('The same few characters over and over', 0.6);
  return undefined;
}

const found = (detail: string, weight: number): Signal => ({ code: 'REPETITION', detail, weight });

function mostFrequent(items: readonly string[]): number {
  const times = new Map<string, number>();
  for (const item of items) times.set(item, (times.get(item) ?? 0) + 1);
  return [...times.values()].reduce((most, some) => Math.max(most, some), 0);
}

function isPeriodic(text: string): boolean {
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  if (letters.length < periodFrom) return false;
  for (let period = 1; period <= longestPeriod; period += 1) {
    let other = period;
    for (let index = period; index < letters.length && other < (1 - mostOfText) * letters.length; index += 1) {
      if (letters.charCodeAt(index) !== letters.charCodeAt(index - period)) other += 1;
    }
    if (other < (1 - mostOfText) * letters.length) return true;
  }
  return false;
}
