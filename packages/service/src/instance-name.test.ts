import { expect, test } from 'vitest';
import { instanceName } from './instance-name.ts';
import { CommonSettings } from './settings.ts';

test('two containers of a service never have the same name, though each is process 1', () => {
  expect(instanceName('chat', 1, '4f1c2d3e5a6b')).toBe('chat-4f1c2d3e5a6b');
  expect(instanceName('chat', 4711, 'desk')).toBe('chat-4711');
});

test('whatever a host is called, the name is one that INSTANCE may have', () => {
  for (const host of ['Desk_7.example.org', '', 'ü', 'x'.repeat(64)]) {
    const name = instanceName('moderation', 1, host);
    expect(CommonSettings.shape.INSTANCE.parse(name)).toBe(name);
  }
});
