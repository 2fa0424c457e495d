import { expect, test } from 'vitest';
import { checkClaims } from './check-claims.ts';

const principal = { id: 7, role: 'user', subject: 'host-7', username: 'carl', displayName: 'Carl' } as const;
const claims = { username: 'username', role: 'senderType', id: 'senderId' };

test('absent and own claims pass and are taken out', () => {
  for (const own of [{}, { username: 'carl' }, { senderType: 'user', senderId: 7 }, { senderId: 'host-7' }]) {
    expect(checkClaims({ message: 'x', ...own }, claims, principal)).toEqual({ message: 'x' });
  }
});

test('any other claim is FORBIDDEN', () => {
  const forged = [
    { username: 'CARL' },
    { senderType: 'admin' },
    { senderId: 8 },
    { senderId: '7' },
    { senderId: null },
  ];
  for (const other of forged) {
    expect(checkClaims({ message: 'x', ...other }, claims, principal)).toMatchObject({ failure: 'FORBIDDEN' });
  }
});

test('a field that is no claim here is left for the schema to judge', () => {
  expect(checkClaims({ senderId: 8 }, undefined, principal)).toEqual({ senderId: 8 });
});
