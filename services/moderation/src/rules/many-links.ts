import { codePointLength } from '@livechat/clean-text/code-point-length';
import { findLinks } from './find-links.ts';
import type { Signal } from './signal.ts';

const manyHosts = 5;
const manyRepeats = 5;

/**
 * Links to many sites, or the same link over and over. A link alone, and several pages of one shop, are what people
 * send to support.
 */
export function manyLinks(text: string): Signal | undefined {
  const links = findLinks(text);
  const hosts = new Set(links.map((link) => link.host)).size;
  const repeats = links.length - new Set(links.map((link) => link.address)).size;
  const linkShare = links.reduce((sum, link) => sum + link.address.length, 0) / Math.max(1, codePointLength(text));

  if (hosts >= 2 * manyHosts) return { code: 'MANY_LINKS', detail: `Links to ${hosts} different sites`, weight: 0.7 };
  if (repeats >= manyRepeats)
    return { code: 'MANY_LINKS', detail: `The same link again ${repeats} times`, weight: 0.6 };
  if (hosts < manyHosts) return undefined;
  const detail = `Links to ${hosts} different sites, ${Math.round(100 * linkShare)} % of the text`;
  return { code: 'MANY_LINKS', detail, weight: linkShare > 0.5 ? 0.5 : 0.3 };
}
