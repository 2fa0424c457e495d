import { LinkifyIt } from 'linkify-it';
import { addressOf } from './address-of.ts';
import { shownText } from './shown-text.ts';

/** A piece of a text, with the address that it leads to. */
export interface TextPart {
  /** Where in the text it begins. */
  at: number;
  text: string;
  href?: string;
}

const links = new LinkifyIt({ fuzzyEmail: false, fuzzyIP: false });

/** A text in pieces. Only addresses of the web lead anywhere, and they are shown as where they lead. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { index, lastIndex, url, raw } of links.match(text) ?? []) {
    const address = addressOf(url);
    if (address?.protocol !== 'http:' && address?.protocol !== 'https:') continue;
    if (index > at) parts.push({ at, text: shownText(text.slice(at, index)) });
    address.username = '';
    address.password = '';
    parts.push({ at: index, text: shownAddress(raw, address), href: address.href });
    at = lastIndex;
  }
  if (at < text.length) parts.push({ at, text: shownText(text.slice(at)) });
  return parts;
}

/** As it was written, unless that looks like another place: a host in letters of other scripts, a name before an @. */
function shownAddress(raw: string, { href, host }: URL): string {
  if (/[\p{C}\p{Z}\p{M}]/u.test(raw)) return href;
  const [start = '', scheme = '', authority = ''] = /^(https?:\/\/)?([^/?#\\]*)/i.exec(raw) ?? [];
  return /^[\w.:[\]-]*$/.test(authority) ? raw : `${scheme}${host}${raw.slice(start.length)}`;
}
