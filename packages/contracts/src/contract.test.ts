import { expect, test } from 'vitest';
import { messageCreated } from './chat/events.ts';
import { type EventContract, type RequestContract, subjectOf } from './contract.ts';
import { errors } from './errors.ts';
import { events, requests } from './registry.ts';

const all = Object.values<RequestContract>(requests);

test('only a positive integer gets into a subject', () => {
  expect(subjectOf(messageCreated, 12)).toBe('livechat.v1.event.conversation.12.message-created');
  expect(subjectOf(messageCreated, '*')).toBe('livechat.v1.event.conversation.*.message-created');
  for (const id of [0, -1, 1.5, Number.NaN, 2 ** 53, '>' as '*', '1.x' as '*']) {
    expect(() => subjectOf(messageCreated, id), String(id)).toThrow(RangeError);
  }
});

test('every contract stands under its own name, and no two share a subject, a route or a socket event', () => {
  for (const [name, contract] of Object.entries<RequestContract | EventContract>({ ...requests, ...events })) {
    expect(contract.name).toBe(name);
  }
  const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length);
  unique([...all, ...Object.values<EventContract>(events)].map(({ subject }) => subject));
  unique(all.flatMap(({ rest }) => rest.map(({ method, path }) => `${method} ${path}`)));
  unique(all.flatMap(({ socket }) => (socket ? [socket.event] : [])));
});

test('a contract’s subject names its owner, its routes name fields of its input, its errors are in the table', () => {
  for (const { name, subject, owner, rest, input, errors: declared } of all) {
    expect(subject, name).toMatch(new RegExp(`^livechat\\.v1\\.rpc\\.${owner}\\.[a-z-]+\\.[a-z-]+$`));
    for (const { path } of rest) {
      for (const [, field] of path.matchAll(/\{(\w+)\}/g)) expect(Object.keys(input.shape), path).toContain(field);
    }
    for (const code of declared) expect(Object.keys(errors), name).toContain(code);
  }
});

test('what everybody may call is asked only by the edges, and what services ask has no door', () => {
  for (const { name, actors, callers, rest, socket } of all) {
    const forPeople = actors.some((actor) => actor === 'user' || actor === 'admin');
    if (!forPeople) expect([rest.length, socket], name).toEqual([0, undefined]);
    if (forPeople)
      expect(
        callers.every((caller) => caller === 'gateway' || caller === 'realtime'),
        name,
      ).toBe(true);
  }
});
