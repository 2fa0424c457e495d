import { expect, test } from 'vitest';
import { parseReplicas } from './parse-replicas.ts';

test('a service that is not named has one instance', () => {
  expect(parseReplicas('realtime=2, chat=3')).toEqual({ gateway: 1, chat: 3, moderation: 1, realtime: 2 });
  expect(parseReplicas('')).toEqual({ gateway: 1, chat: 1, moderation: 1, realtime: 1 });
});

test.each(['postgres=2', 'chat', 'chat=0', 'chat=-1', 'chat=two', 'chat=99', '=2'])('%s is refused by name', (text) => {
  expect(() => parseReplicas(text)).toThrow(/^--replicas: /);
});
