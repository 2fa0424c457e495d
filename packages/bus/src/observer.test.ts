import { events, signals } from '@livechat/contracts/registry';
import { expect, test } from 'vitest';
import { eventName } from './observer.ts';

test('an event has one name, whichever conversation it is about', () => {
  for (const subject of ['{conversationId}', '*', '7', '9007199254740991']) {
    expect(eventName(`livechat.v1.event.conversation.${subject}.message-created`)).toBe('conversation.message-created');
  }
});

test('no two events and signals share a name', () => {
  const names = [...Object.values(events), ...Object.values(signals)].map(({ subject }) => eventName(subject));
  expect(new Set(names).size).toBe(names.length);
});
