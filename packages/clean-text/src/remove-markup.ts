import sanitizeHtml from 'sanitize-html';
import { hiddenContentElements } from './elements.ts';
import { markTags, textAmpersand, textLessThan } from './mark-tags.ts';

const maxPasses = 4;

const removeAll: sanitizeHtml.IOptions = {
  allowedTags: [],
  allowedAttributes: {},
  disallowedTagsMode: 'discard',
  nonTextTags: [...hiddenContentElements],
  parser: { decodeEntities: false },
};

/**
 * Takes a text without control characters; gives it without HTML, SVG and MathML tags, comments, doctypes and CDATA
 * sections, and leaves everything else byte for byte. Repeated, since taking one tag out can join the parts of another.
 */
export function removeMarkup(text: string): string {
  let rest = text;
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const marked = markTags(rest);
    if (marked === undefined) return rest;
    rest = restoreText(sanitizeHtml(marked, removeAll));
  }
  // Only an attack nests tags inside tags this deep, and it must not buy a pass for every level.
  return markTags(rest) === undefined ? rest : rest.replaceAll('<', '');
}

const written: Record<string, string> = { [textLessThan]: '<', [textAmpersand]: '&', '&gt;': '>' };

function restoreText(sanitized: string): string {
  return sanitized.replace(new RegExp(Object.keys(written).join('|'), 'g'), (found) => written[found] ?? found);
}
