import type { Actor } from '@livechat/contracts/actor';
import { headers } from 'nats';
import { expect, test } from 'vitest';
import { readHeaders, writeHeaders } from './headers.ts';

const actor: Actor = { role: 'user', id: 7, subject: 'a\r\nb', username: 'žoë', displayName: '李 🙂 "x"' };

test('an actor of any script and with any sign travels in a header and arrives as it was', () => {
  const written = writeHeaders({ actor, requestId: 'r-1', timeLeftMs: 1_234.9 });
  for (const name of written.keys()) expect(written.get(name), name).toMatch(/^[\x20-\x7e]+$/);
  expect(readHeaders(written)).toEqual({ actor, requestId: 'r-1', timeLeftMs: 1_234 });
});

test('a request without them, or with nonsense in them, is nobody’s', () => {
  const broken = (name: string, value: string) => {
    const written = writeHeaders({ actor, requestId: 'r-1', timeLeftMs: 100 });
    written.set(name, value);
    return readHeaders(written);
  };
  expect(readHeaders(undefined)).toBeUndefined();
  expect(readHeaders(headers())).toBeUndefined();
  expect(broken('Livechat-Actor', '{"role":"root"}')).toBeUndefined();
  expect(broken('Livechat-Actor', '{')).toBeUndefined();
  for (const time of ['0', '-5', 'soon', 'Infinity', '3600000']) {
    expect(broken('Livechat-Time-Left-Ms', time), time).toBeUndefined();
  }
});
