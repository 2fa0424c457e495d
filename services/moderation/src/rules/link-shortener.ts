import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

/** Public services that hide where a link leads; those that only their owner's links use (youtu.be, t.me) are left out. */
const shorteners = new Set(
  `adf.ly bit.do bit.ly bl.ink buff.ly clck.ru cutt.ly goo.su is.gd ity.im ow.ly rb.gy rebrand.ly s.id short.io
  shorte.st shorturl.at soo.gd surl.li t.ly tiny.cc tiny.one tinyurl.com u.to v.gd vk.cc`.split(/\s+/),
);

export function linkShortener({ links }: Reading): Signal | undefined {
  const found = new Set(links.filter((link) => shorteners.has(link.host)).map((link) => link.host));
  if (found.size === 0) return undefined;
  return { code: 'LINK_SHORTENER', detail: `Hides where a link leads: ${[...found].join(', ')}`, weight: 0.35 };
}
