import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { htmlToText } from 'html-to-text';
import PostalMime from 'postal-mime';

export interface Mail {
  text: string;
  isSpam: boolean;
  /** Never seen by the training. */
  isHeldOut: boolean;
}

/** As long as a message may be. */
const mostCharacters = 5_000;
const groups = ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'];

/**
 * The SpamAssassin corpus as people would have written it: subject and text, without what tells where a mail came from
 * rather than what it says (headers, quoted lines, the ends that mailing lists add). Each text once: the same one on both
 * sides of the split would be no test. Three tenths, by checksum, are held out.
 */
export async function readMails(folder: string): Promise<Mail[]> {
  const mails: Mail[] = [];
  const seen = new Set<string>();
  for (const group of groups) {
    const files = readdirSync(join(folder, 'data', group)).filter((file) => file.endsWith('.json'));
    for (const file of files.toSorted()) {
      const { text: raw, checksum } = JSON.parse(readFileSync(join(folder, 'data', group, file), 'utf8'));
      const text = await textOf(raw);
      const key = text
        .toLowerCase()
        .replace(/[^\p{L}]/gu, '')
        .slice(0, 300);
      if (text.length < 20 || seen.has(key)) continue;
      seen.add(key);
      const isHeldOut = Number.parseInt(checksum.value.slice(0, 4), 16) % 10 < 3;
      mails.push({ text, isSpam: group.startsWith('spam'), isHeldOut });
    }
  }
  return mails;
}

const readable = {
  wordwrap: false as const,
  limits: { maxInputLength: 200_000 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
  ],
};

async function textOf(raw: string): Promise<string> {
  const { subject, text, html } = await PostalMime.parse(raw.replace(/^From .*\n/, ''));
  const isMarkup = (body: string) => /<(?:html|body|table|font|br|p|div)\b[^>]*>/i.test(body);
  const body = text ?? html ?? '';
  const written = (isMarkup(body) ? htmlToText(body, readable) : body)
    .replaceAll('\r\n', '\n')
    .split(/\n(?:_{20,}|-{20,}|-- ?\n|=======+|To unsubscribe)/i)[0]
    ?.split('\n')
    .filter((line) => !/^\s*(?:>|\|)|^On .* wrote:$|^.{0,40} (?:wrote|writes|said):$/.test(line))
    .join('\n');
  const about = (subject ?? '').replace(/^(?:\s*(?:re|fwd?|\[[^\]]*\])\s*:?)+/i, '');
  return `${about.trim()}\n${(written ?? '').trim()}`.slice(0, mostCharacters).toWellFormed().replaceAll('\0', '');
}
