import { codePointLength } from '@livechat/clean-text/code-point-length';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const manyHosts = 5;
const manyRepeats = 5;
/** Logs and newsletters hold many links between their lines; who advertises writes little else. */
const mostly = 0.5;

/**
 * Links to many sites, or the same link over and over. A link alone, and several pages of one shop, are what people
 * send to support.
 */
export function manyLinks({ text, links }: Reading): Signal | undefined {
  const hosts = new Set(links.map((link) => link.host)).size;
  const repeats = links.length - new Set(links.map((link) => link.address)).size;
  const linkShare = links.reduce((sum, link) => sum + link.address.length, 0) / Math.max(1, codePointLength(text));

  if (repeats >= manyRepeats) {
    const detail = `The same link again ${repeats} times`;
    return { code: 'MANY_LINKS', detail, weight: linkShare > mostly ? 0.6 : 0.3 };
  }
  if (hosts < manyHosts) return undefined;
  const detail = `Links to ${hosts} different sites, ${Math.round(100 * linkShare)} % of the text`;
  if (linkShare > mostly) return { code: 'MANY_LINKS', detail, weight: hosts >= 2 * manyHosts ? 0.55 : 0.5 };
  return { code: 'MANY_LINKS', detail, weight: hosts >= 2 * manyHosts ? 0.4 : 0.3 };
}
