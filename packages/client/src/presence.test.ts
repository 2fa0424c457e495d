import { expect, test } from 'vitest';
import type { ConnectionState } from './connection.ts';
import { createObservable } from './observable.ts';
import { createPresence } from './presence.ts';
import { createEventHub } from './server-events.ts';

test('without a connection nobody is said to be there, nor to be away', () => {
  const state = createObservable<ConnectionState>({ state: 'online' });
  const hub = createEventHub(() => {});
  const presence = createPresence({ state, on: hub.on });
  const seen = () => [presence.support.getSnapshot(), presence.people.getSnapshot().size];
  hub.receive('support-presence', { online: true });
  hub.receive('presence-changed', { userType: 'user', userId: 7, online: true });
  expect(seen()).toEqual([true, 1]);
  state.set({ state: 'offline', detail: '', retryInMs: 300 });
  expect(seen()).toEqual([undefined, 0]);
  state.set({ state: 'online' });
  hub.receive('support-presence', { online: false });
  expect(seen()).toEqual([false, 0]);
  presence.close();
});
