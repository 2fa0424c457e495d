const openers = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/;
const signs = /[\u202a-\u202e\u2066-\u2069]/g;
const popEmbedding = '\u202c';
const popIsolate = '\u2069';
const isIsolate = (sign: string): boolean => sign >= '\u2066' && sign <= '\u2068';

/**
 * Takes a text, gives it with every direction embedding, override and isolate closed at the end of its paragraph, where
 * the Unicode bidirectional algorithm (UAX #9, rules X5 to X8) would end it, so that it turns round no text shown beside it.
 */
export function closeDirections(text: string): string {
  if (!openers.test(text)) return text;
  return text
    .split(/(\n|\u2029)/)
    .map((part) => part + missingClosers(part))
    .join('');
}

function missingClosers(paragraph: string): string {
  const closers: string[] = [];
  let isolates = 0;
  for (const [sign] of paragraph.matchAll(signs)) {
    if (sign === popEmbedding) {
      if (closers.at(-1) === popEmbedding) closers.pop();
    } else if (sign === popIsolate) {
      if (isolates === 0) continue;
      while (closers.pop() !== popIsolate);
      isolates -= 1;
    } else {
      closers.push(isIsolate(sign) ? popIsolate : popEmbedding);
      if (isIsolate(sign)) isolates += 1;
    }
  }
  return closers.reverse().join('');
}
