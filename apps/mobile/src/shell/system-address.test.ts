import { expect, test } from 'vitest';
import { systemAddress } from './system-address.ts';

test.each([
  ['https://chat.example', 'https://chat.example'],
  ['https://chat.example/', 'https://chat.example'],
  ['https://CHAT.example:443', 'https://chat.example'],
  ['http://10.0.2.2:3000', 'http://10.0.2.2:3000'],
])('a shell can be built for %s', (text, origin) => {
  expect(systemAddress(text)).toBe(origin);
});

test.each([
  [undefined, 'it is not set'],
  ['', 'it is not set'],
  ['chat.example', 'no address'],
  ['ftp://chat.example', 'neither https nor http'],
  ['capacitor://localhost', 'neither https nor http'],
  ['https://chat.example/app/', 'without a path'],
  ['https://me:secret@chat.example', 'without a path, a name'],
  ['https://chat.example/?a=b', 'without a path'],
])('no shell is built for %j, and one is told why', (text, reason) => {
  expect(() => systemAddress(text)).toThrow(`VITE_LIVECHAT_URL must say where the system answers`);
  expect(() => systemAddress(text)).toThrow(reason);
});
