import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { createEventHub } from './server-events.ts';

test('what does not fit its contract, and what nobody knows, is dropped and told of without its content', () => {
  const faults: Fault[] = [];
  const heard: unknown[] = [];
  const hub = createEventHub((fault) => faults.push(fault));
  hub.on('support-presence', (payload) => heard.push(payload));
  hub.receive('support-presence', { online: 'secret' });
  hub.receive('made-up', {});
  hub.receive('support-presence', { online: true, more: 1 });
  expect(heard).toEqual([{ online: true }]);
  expect(faults.map(({ what, name }) => [what, name])).toEqual([
    ['event-does-not-fit', 'support-presence'],
    ['unknown-event', 'made-up'],
  ]);
  expect(JSON.stringify(faults)).not.toContain('secret');
});

test('a listener that throws keeps an event from nobody else', () => {
  const faults: Fault[] = [];
  let heard = 0;
  const hub = createEventHub((fault) => faults.push(fault));
  hub.on('support-presence', () => {
    throw new TypeError('mine');
  });
  const stop = hub.on('support-presence', () => {
    heard += 1;
  });
  hub.receive('support-presence', { online: true });
  stop();
  hub.receive('support-presence', { online: true });
  expect(heard).toBe(1);
  expect(faults.map(({ what }) => what)).toEqual(['listener-failed', 'listener-failed']);
});
