import { expect, test } from 'vitest';
import { acknowledgementFrame, connectFrame, eventFrame, readPacket } from './packets.ts';

test('packets are read as they are written', () => {
  expect(readPacket(connectFrame({ token: 'abc' }))).toEqual({ kind: 'connect', token: 'abc' });
  expect(readPacket('40')).toEqual({ kind: 'connect', token: undefined });
  expect(readPacket(eventFrame('new-chat-message', { a: 1 }))).toEqual({
    kind: 'event',
    name: 'new-chat-message',
    payload: { a: 1 },
    id: '',
  });
  expect(readPacket('4217["join-chat",{"conversationId":1}]')).toMatchObject({ kind: 'event', id: '17' });
  expect(readPacket(acknowledgementFrame('17', { ok: true }))).toEqual({ kind: 'acknowledgement', id: '17' });
});

test('pings, disconnects and what is no JSON are none of the proxy', () => {
  for (const frame of ['2', '3', '41', '42{', '0{"sid":"x"}', '']) expect(readPacket(frame)).toEqual({ kind: 'other' });
});
