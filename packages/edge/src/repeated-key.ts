/** What is nested deeper is refused by `readInput` whatever it says; the list around a socket's event is counted too. */
const maxDepth = 40;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const opening = { brace: 0x7b, bracket: 0x5b };
const closing = { brace: 0x7d, bracket: 0x5d };

/**
 * The first key that an object of this JSON text has twice. `JSON.parse` lets the last one win without a word, so that
 * two readers of one text can see different things. Nothing is said of text that is no JSON: parsing will.
 */
export function repeatedKey(json: string): string | undefined {
  /** By depth, the keys of the object that is open there. */
  const keys: (Set<string> | undefined)[] = [];
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (code === opening.brace || code === opening.bracket) {
      depth += 1;
      keys[Math.min(depth, maxDepth)] = undefined;
    } else if (code === closing.brace || code === closing.bracket) {
      depth = Math.max(0, depth - 1);
    } else if (code === quote) {
      const end = endOfString(json, index + 1);
      if (end < 0) return undefined;
      if (depth < maxDepth && isKey(json, end + 1)) {
        const key = unescaped(json.slice(index + 1, end));
        const seen = keys[depth] ?? new Set();
        keys[depth] = seen;
        if (key === undefined || seen.has(key)) return key;
        seen.add(key);
      }
      index = end;
    }
  }
  return undefined;
}

/** Where the quote is that ends it; below 0 when there is none. */
function endOfString(json: string, start: number): number {
  for (let index = start; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (code === quote) return index;
    if (code === backslash) index += 1;
  }
  return -1;
}

/** Only a key is followed by a colon. */
function isKey(json: string, start: number): boolean {
  let index = start;
  while (isSpace(json.charCodeAt(index))) index += 1;
  return json.charCodeAt(index) === colon;
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** `"\u0061"` is the key `a`. Undefined when it is no string at all. */
function unescaped(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    // Parsing the whole will say so.
    return undefined;
  }
}
