import { expect, test } from 'vitest';
import { NameSettings } from '../config.ts';
import { createReservedNames } from './reserved-names.ts';

const isReserved = createReservedNames(NameSettings.parse({}).CHAT_RESERVED_NAMES);

test.each([
  'Support',
  'sUPPORT',
  'Live Chat',
  'livechat',
  'Support Team',
  'Supроrt',
  'Su\u200bpport',
  'ＳＵＰＰＯＲＴ',
  '\u202etroppuS',
  '𝗦𝘂𝗽𝗽𝗼𝗿𝘁',
  'ꜱᴜᴘᴘᴏʀᴛ',
  '🅂🅄🄿🄿🄾🅁🅃',
  'Súpport',
  'Suppørt',
  'S u p p o r t',
  'S.u.p.p.o.r.t',
  'Support!',
  '★ Support ★',
  'Support 24/7',
  'Admin2',
  '5upport',
  'Supp0rt',
  '$upport',
  '@dmin',
  'Adm1n',
  'Admın',
  'Adrnin',
  'Anna (Support)',
  'Anna | Admin',
  '[Support] Anna',
  'Support - Anna',
  '5upport Suppоrt',
  'The Suppоrt Team',
  'Acme Suppоrt',
  'Suppоrt of Acme',
  'Acme Lіve Chat',
])('%s passes for support', (name) => {
  expect(isReserved(name)).toBe(true);
});

test.each([
  'Anna',
  'Acme Support GmbH',
  'System-Haus Müller',
  'Staff, Anna',
  'Frank Staff',
  'Demo customer',
  'support@acme.example',
  'admin@acme.example',
  'Supporter',
  'Tech Support Ltd',
  'Agentur Müller',
  'Stafford',
  'Mod',
  'Поддержка',
  'Adminah',
  'Νίκος Σταφ',
  'Систем Админов',
  'مدير النظام',
  '王小明',
  'Ağan Işık',
  '4711',
  '٤٧١١',
  '🙂',
  '--',
  '',
])('%s is a customer', (name) => {
  expect(isReserved(name)).toBe(false);
});

test('names of any script can be reserved', () => {
  const { CHAT_RESERVED_NAMES: names } = NameSettings.parse({ CHAT_RESERVED_NAMES: ' Поддержка, サポート,,' });
  expect(names).toEqual(['Поддержка', 'サポート']);
  const isOurs = createReservedNames(names);
  for (const name of ['Поддержка', 'ПОДДЕРЖКА', 'Пoддepжка', 'サポート', 'ｻﾎﾟｰﾄ']) expect(isOurs(name)).toBe(true);
  expect(isOurs('Support')).toBe(false);
});

test('the longest name is judged in a moment', () => {
  const began = performance.now();
  for (const sign of ['a', 'І', '\u202e', '\ufdfa', '🅂 ', '( ']) isReserved(sign.repeat(128 / sign.length));
  expect(performance.now() - began).toBeLessThan(500);
});
