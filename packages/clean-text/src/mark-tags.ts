import { elements, hiddenContentElements } from './elements.ts';
import { opensTag } from './opens-tag.ts';

/** Stand for `<` and `&` that are text. Control characters have left the text before, so none can be the writer's. */
export const textLessThan = '\u0001';
export const textAmpersand = '\u0002';
const markupLessThan = '\u0003';

const candidate = /<(\/?)([a-z][a-z0-9-]*)(?=[\s/>]|$)|<!--|<!\[cdata\[|<!doctype(?=[\s>])/gi;

/**
 * Prepares a text without control characters for an HTML parser: `<` stays only where it begins markup that is to go,
 * and every element whose content stays is written as `br`, so that the parser keeps no tree of open elements. What
 * is never closed loses only its opening, lest it swallow the rest of the message. Undefined when nothing is to go.
 */
export function markTags(text: string): string | undefined {
  const lastTagEnd = text.lastIndexOf('>');
  const lastSectionEnd = text.lastIndexOf(']]>');
  const lastCommentEnd = Math.max(text.lastIndexOf('-->'), text.lastIndexOf('--!>'));
  const lastClosing = lastClosingTags(text, lastTagEnd);
  const isTag = opensTag(text);
  let found = false;
  let unclosed = false;

  const marked = text.replace(candidate, (match: string, slash: string = '', tagName: string = '', start: number) => {
    const name = tagName.toLowerCase();
    const end = start + match.length;
    const closedLater = (lastClosing.get(name) ?? -1) > start;
    const isClosing = slash !== '';
    if (name !== '' && (!elements.has(name) || !(isClosing || isTag({ name, start, end, closedLater })))) return match;

    found = true;
    if (match === '<!--') return lastCommentEnd >= start + 2 ? `${markupLessThan}!--` : '';
    if (match.startsWith('<![')) return lastSectionEnd >= end ? `${markupLessThan}![CDATA[` : '';
    if (name === '' || isClosing) {
      if (lastTagEnd < end) return '';
    }
    unclosed ||= lastTagEnd < end;
    const isHidden = hiddenContentElements.has(name) && (isClosing || closedLater);
    return `${markupLessThan}${slash}${name === '' ? '!doctype' : isHidden ? name : 'br'}`;
  });
  if (!found) return undefined;
  const parsable = marked.replaceAll('<', textLessThan).replaceAll('&', textAmpersand).replaceAll(markupLessThan, '<');
  return unclosed ? `${parsable}>` : parsable;
}

function lastClosingTags(text: string, lastTagEnd: number): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const match of text.matchAll(/<\/([a-z][a-z0-9-]*)(?=[\s/>])/gi)) {
    if (match[1] !== undefined && match.index < lastTagEnd) last.set(match[1].toLowerCase(), match.index);
  }
  return last;
}
