import { expect, test } from 'vitest';
import { readServers } from './read-servers.ts';

test('an address without credentials stays as it is', () => {
  for (const url of ['nats://127.0.0.1:4222', 'localhost', 'tls://nats.example.org', '[::1]:4222']) {
    expect(readServers(url)).toEqual({ servers: [url] });
  }
  expect(readServers('nats://a:1, b:2')).toEqual({ servers: ['nats://a:1', 'b:2'] });
});

test('credentials are taken out of the address, a password that begins with a digit too', () => {
  expect(readServers('nats://ada:12ab@127.0.0.1:4222')).toEqual({
    servers: ['nats://127.0.0.1:4222'],
    user: 'ada',
    pass: '12ab',
  });
  expect(readServers('ada:p%40ss%3A@a:1,b:2')).toEqual({ servers: ['a:1', 'b:2'], user: 'ada', pass: 'p@ss:' });
  expect(readServers('nats://secret@a')).toEqual({ servers: ['nats://a'], token: 'secret' });
});
