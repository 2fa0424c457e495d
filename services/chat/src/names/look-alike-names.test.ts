import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLookAlikeNames } from './look-alike-names.ts';
import { plainName } from './name-skeleton.ts';

const passesFor = (staff: string, customer: string) => createLookAlikeNames([staff]).has(customer);

test.each([
  ['a Cyrillic letter', 'Anna', 'Аnna'],
  ['a Cyrillic capital that has no small look-alike', 'Harry', 'Нarry'],
  ['Cyrillic letters throughout', 'Tom', 'ТОМ'],
  ['a Greek letter', 'Oscar', 'οscar'],
  ['a Latin letter in a Cyrillic name', 'Анна', 'Aнна'],
  ['a Latin letter in a Greek name', 'Νίκος', 'Νίκoς'],
  ['a small Cyrillic letter between Latin ones', 'Nikos', 'Niкos'],
  ['small Greek letters between Latin ones', 'Nikita', 'Νiκiτa'],
  ['an Armenian letter', 'Simon', 'Simoո'],
  ['a phonetic letter', 'Anna', 'Annɑ'],
  ['the Greek beta', 'Groß', 'Groβ'],
  ['Katakana in a Chinese name', '田中力', '田中カ'],
  ['a zero-width space', 'Anna', 'An\u200bna'],
  ['a soft hyphen', 'Anna', 'An\u00adna'],
  ['a joiner that joins nothing', 'Anna', 'An\u200dna'],
  ['tag characters', 'Anna', 'Anna\u{e0041}'],
  ['a filler', 'Anna', 'Anna\u3164'],
  ['a direction mark', 'Anna', 'Anna\u200f'],
  ['the other direction', 'Anna Bell', '\u202elleB annA\u202c'],
  ['one word in the other direction', 'Anna Bell', 'Anna \u202elleB'],
  ['wide letters', 'Anna', 'Ａｎｎａ'],
  ['bold letters', 'Anna', '𝐀𝐧𝐧𝐚'],
  ['letters in circles', 'Anna', 'Ⓐⓝⓝⓐ'],
  ['letters in black boxes', 'Anna', '🅰🅽🅽🅰'],
  ['flags', 'Anna', '🇦🇳🇳🇦'],
  ['small capitals', 'Anna', 'ᴀɴɴᴀ'],
  ['a ligature', 'Sofia', 'Soﬁa'],
  ['a capital I for l', 'Paul', 'PauI'],
  ['l for a capital I', 'Ian', 'lan'],
  ['a figure', 'Paul', 'Pau1'],
  ['a bar', 'Paul', 'Pau|'],
  ['several at once', 'Paul', 'P\u200bаuI'],
  ['a letter and other case', 'Anna Bell', 'АNNA BELL'],
  ['a letter and other spaces', 'Anna Bell', ' Аnna\u3000 Bell'],
])('a name passes for another by %s', (_, staff, customer) => {
  expect(passesFor(staff, customer)).toBe(true);
});

test.each([
  ['the same name', 'Maria Garcia', 'Maria Garcia'],
  ['the same in other case', 'Maria Garcia', 'MARIA garcia'],
  ['the same with other spaces', 'Maria Garcia', ' Maria\u00a0 Garcia'],
  ['the same, accents apart from their letters', 'José', 'Jose\u0301'],
  ['the same in Greek', 'Νίκος', 'ΝΊΚΟΣ'],
  ['the same in Cyrillic', 'Анна', 'АННА'],
  ['with and without accents', 'Jose Garcia', 'José García'],
  ['m and rn', 'Marnie', 'Mamie'],
  ['i and l', 'Alla', 'Alia'],
  ['capitals I and L', 'Alla', 'ALIA'],
  ['Ian and Lan', 'Ian', 'Lan'],
  ['ı and i', 'Aydin', 'Aydın'],
  ['İ and I', 'Ismail', 'İsmail'],
  ['ß and ss', 'Groß', 'Gross'],
  ['æ and ae', 'Maeland', 'Mæland'],
  ['ø and o', 'Soren', 'Søren'],
  ['two apostrophes', "O'Brien", 'O’Brien'],
  ['two hyphens', 'Anna-Maria', 'Anna‑Maria'],
  ['Е and Ё', 'Артем', 'Артём'],
  ['Greek with and without its accent', 'Νίκος', 'Νικος'],
  ['the Arabic and the Persian ya', 'علي', 'علی'],
  ['with and without the joiner of Persian', 'علی‌رضا', 'علیرضا'],
  ['with and without the joiner of Hindi', 'शक्\u200dति', 'शक्ति'],
  ['the Arabic and the Urdu ha', 'طه', 'طہ'],
  ['Chinese', '王小明', '王小朋'],
  ['Katakana of both widths', 'アンナ', 'ｱﾝﾅ'],
  ['Latin and Cyrillic of one sound', 'Toma', 'Тома'],
  ['Latin and Greek of one sound', 'Nikos', 'Νίκος'],
  ['a longer one', 'Anna', 'Anna Bell'],
  ['all accents of Turkish', 'Isil Isik', 'Işıl Işık'],
  ['Sam and Sarn', 'Sarn', 'Sam'],
  ['Jorn and Jom', 'Jom', 'Jorn'],
  ['Greek for a Latin one', 'Anna Berger', 'Άννα Μπέργκερ'],
  ['Cyrillic for a Latin one', 'Anna Berger', 'Анна Бергер'],
  ['Hebrew for a Latin one', 'Anna Berger', 'אנה ברגר'],
  ['Hangul for a Latin one', 'Anna Berger', '안나 베르거'],
])('two honest names do not pass for each other: %s', (_, staff, customer) => {
  expect(passesFor(staff, customer)).toBe(false);
  expect(passesFor(customer, staff)).toBe(false);
});

test('a name is found among many, until it is theirs no more', () => {
  const names = createLookAlikeNames(['Anna', 'Paul', 'anna']);
  expect([names.has('Аnna'), names.has('Рaul'), names.has('Нarry')]).toEqual([true, true, false]);
  names.replace(['Harry', 'anna']);
  expect([names.has('Аnna'), names.has('Рaul'), names.has('Нarry')]).toEqual([true, false, true]);
});

test('a name that is also on the staff passes for nobody', () => {
  expect(createLookAlikeNames(['Paul', 'PauI']).has('Paul')).toBe(false);
  expect(createLookAlikeNames(['Ivan', 'Іvan']).has('Ivan')).toBe(false);
});

test('no name passes for itself in any case, and none is too odd to be judged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 128 }), (name) => {
      expect(passesFor(name, name)).toBe(false);
      expect(passesFor(name, plainName(name))).toBe(false);
    }),
    // Long and odd names take some milliseconds each, and more on a busy machine.
    { numRuns: 30 },
  );
});
