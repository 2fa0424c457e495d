import { cleanText } from './clean-text.ts';

const maxDepth = 32;

/**
 * Takes a value parsed from JSON, gives the same value with `cleanText` done to every string and every key in it. Of two
 * keys that become the same the later one counts, as in JSON itself. Throws a RangeError for more than 32 levels.
 */
export function cleanStrings(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) throw new RangeError(`JSON is nested deeper than ${maxDepth} levels`);
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map((item) => cleanStrings(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  // fromEntries makes own properties, even of `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [cleanText(key), cleanStrings(item, depth + 1)]),
  );
}
