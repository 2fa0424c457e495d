import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { limitBacklog } from './limit-backlog.ts';
import type { ChatSocket } from './server.ts';

const mebibyte = 1024 * 1024;

/** A connection whose client reads, or does not: then its transport never gets rid of what it was given. */
function open() {
  const conn = Object.assign(new EventEmitter(), {
    readyState: 'open',
    transport: { writable: true },
    close() {
      conn.readyState = 'closed';
    },
  });
  let exceeded = 0;
  limitBacklog({ conn } as unknown as ChatSocket, () => {
    exceeded += 1;
  });
  const write = (data: string) => conn.emit('packetCreate', { data });
  const flush = () => {
    conn.transport.writable = false;
    conn.emit('flush');
  };
  return { conn, write, flush, exceeded: () => exceeded };
}

test('a mebibyte may wait for a client that does not read, and with one byte more it is ended, once', () => {
  const { conn, write, flush, exceeded } = open();
  write('x'.repeat(mebibyte / 2));
  flush();
  write('x'.repeat(mebibyte / 2));
  expect([exceeded(), conn.readyState]).toEqual([0, 'open']);
  write('x');
  write('x');
  expect([exceeded(), conn.readyState]).toEqual([1, 'closed']);
});

test('bytes count, not characters', () => {
  const { write, exceeded } = open();
  write('\u20ac'.repeat(mebibyte / 3 + 1));
  expect(exceeded()).toBe(1);
});

test('a client that reads may be sent any amount', () => {
  const { conn, write, flush, exceeded } = open();
  for (let count = 0; count < 100; count += 1) {
    conn.transport.writable = true;
    write('x'.repeat(mebibyte / 2));
    flush();
  }
  expect(exceeded()).toBe(0);
});
