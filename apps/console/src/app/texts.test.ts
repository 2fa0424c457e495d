import { expect, test } from 'vitest';
import arabic from './texts/ar.ts';
import german from './texts/de.ts';
import english from './texts/en.ts';

type Texts = { [key: string]: string | Texts };

/** Every text by its path; what counts has one for each plural of its language. */
function flat(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

const plural = /_(zero|one|two|few|many|other)$/;
const namesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test.each([
  ['de', german],
  ['ar', arabic],
])('%s says all that English says, with the same names in it', (language, texts) => {
  const wanted = new Map(flat(english).map(([path, text]) => [path.replace(plural, ''), namesIn(text)]));
  const said = flat(texts);
  expect(new Set(said.map(([path]) => path.replace(plural, '')))).toEqual(new Set(wanted.keys()));
  for (const [path, text] of said) expect([path, namesIn(text)]).toEqual([path, wanted.get(path.replace(plural, ''))]);
  const counted = flat(english).filter(([path]) => path.endsWith('_other'));
  for (const [path] of counted) {
    for (const form of new Intl.PluralRules(language).resolvedOptions().pluralCategories) {
      expect(said.map(([one]) => one)).toContain(path.replace(plural, `_${form}`));
    }
  }
});
