import type { Actor } from '@livechat/contracts/actor';
import { headers } from 'nats';
import { expect, test } from 'vitest';
import { checkTrace, readHeaders, writeHeaders } from './headers.ts';

const actor: Actor = { role: 'user', id: 7, subject: 'a\r\nb', username: 'žoë', displayName: '李 🙂 "x"' };

test('an actor of any script and with any sign travels in a header and arrives as it was', () => {
  const written = writeHeaders({ actor, requestId: 'r-1', timeLeftMs: 1_234.9, trace: {} });
  for (const name of written.keys()) expect(written.get(name), name).toMatch(/^[\x20-\x7e]+$/);
  expect(readHeaders(written)).toEqual({ actor, requestId: 'r-1', timeLeftMs: 1_234, trace: {} });
});

test('a request without them, or with nonsense in them, is nobody’s', () => {
  const broken = (name: string, value: string) => {
    const written = writeHeaders({ actor, requestId: 'r-1', timeLeftMs: 100, trace: {} });
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

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('a trace travels as it is', () => {
  const trace = { traceparent, tracestate: 'vendor=1,other=2' };
  expect(readHeaders(writeHeaders({ actor, requestId: 'r-1', timeLeftMs: 100, trace }))?.trace).toEqual(trace);
});

test('a trace that is malformed is none, and a bad state does not spoil a good one', () => {
  for (const bad of [undefined, '', 'x', ['x'], `${traceparent}-more`, traceparent.replaceAll(/[1-9a-f]/g, '0')]) {
    expect(checkTrace(bad, 'a=1'), String(bad)).toEqual({});
  }
  for (const state of [undefined, '', 'a=\r\nb', 'x'.repeat(513), ['a=1']]) {
    expect(checkTrace(traceparent, state)).toEqual({ traceparent });
  }
});
