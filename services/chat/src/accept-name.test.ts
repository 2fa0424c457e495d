import { expect, test } from 'vitest';
import { createNames, isReserved } from './accept-name.ts';
import type { Database } from './db/database.ts';

/** With these people as staff. */
function namesOf(...staff: string[]) {
  let reads = 0;
  let nowMs = 0;
  const rows = async () => {
    reads += 1;
    return staff.map((name) => ({ username: name.toLowerCase().replaceAll(' ', '.'), display_name: name }));
  };
  const db = { selectFrom: () => ({ select: () => ({ execute: rows }) }) };
  return {
    names: createNames(db as unknown as Database, () => nowMs),
    reads: () => reads,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

test.each([
  ['Cyrillic letters', 'Аnnа Веrgеr'],
  ['a Greek letter', 'Αnna Berger'],
  ['letters of full width', 'Ａnna Ｂerger'],
  ['mathematical letters', '𝐀𝐧𝐧𝐚 𝐁𝐞𝐫𝐠𝐞𝐫'],
  ['a sign that is not seen', 'An\u200bna Berger'],
  ['a mark of direction', '\u202eAnna Berger'],
  ['another kind of space', 'Anna\u2003Berger\u00ad'],
  ['a username', 'аnna.berger'],
])('a customer cannot be taken for Anna Berger of the staff by %s', async (_by, name) => {
  expect(await namesOf('Anna Berger').names.passesForStaff(name)).toBe(true);
});

test.each([
  'Anna Berger',
  'ANNA  BERGER',
  'anna.berger',
  'Anna Bergér',
  'Anna Bergman',
  'Анна Бергер',
  'Άννα Μπέργκερ',
  'آنا برگر',
  '안나 베르거',
  '安娜·伯格',
  'אנה ברגר',
  'आन्ना बर्गर',
  'Işıl Işık',
  'Łukasz Müßig',
  'Sam',
  'Jorn',
  '😀',
])('%s is an honest name beside Anna Berger, Sarn, Jom and Isil Isik', async (name) => {
  expect(await namesOf('Anna Berger', 'Sarn', 'Jom', 'Isil Isik').names.passesForStaff(name)).toBe(false);
});

test.each([
  'Support',
  'SUPPORT',
  'Suppоrt',
  'Ｓｕｐｐｏｒｔ',
  'Sup\u200bport',
  'support  team',
  'Live Chat',
  'аdmin',
  'System',
  '5upport Suppоrt',
  'The Suppоrt Team',
])('%s is a name of support alone', (name) => expect(isReserved(name)).toBe(true));

test.each(['Supporter', 'Tech Support Ltd', 'Adminah', 'Поддержка', 'Stafford', 'Mod', 'Agentur Müller'])(
  '%s is nobody else’s name',
  (name) => expect(isReserved(name)).toBe(false),
);

test('the names of staff are read once in ten seconds, however many customers come', async () => {
  const { names, reads, pass } = namesOf('Anna');
  await Promise.all(['a', 'b', 'c'].map((name) => names.passesForStaff(name)));
  expect(reads()).toBe(1);
  pass(9_000);
  await names.passesForStaff('d');
  expect(reads()).toBe(1);
  pass(1_000);
  await names.passesForStaff('e');
  expect(reads()).toBe(2);
});
