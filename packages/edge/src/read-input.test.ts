import { listMessages } from '@livechat/contracts/chat/list-messages';
import { sendMessage } from '@livechat/contracts/chat/send-message';
import { expect, test } from 'vitest';
import { readInput } from './read-input.ts';

const good = { conversationId: 1, message: 'hi' };
const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

test('defaults are filled in, and every unknown field is named', () => {
  expect(readInput(sendMessage.input, good)).toEqual({ ...good, messageType: 'text' });
  expect(readInput(sendMessage.input, { ...good, seq: 1 })).toMatchObject({ failure: 'VALIDATION_FAILED' });
});

test('a schema with a rule over several fields is as strict as the others', () => {
  expect(readInput(listMessages.input, { conversationId: 1, offset: 1 })).toMatchObject({
    failure: 'VALIDATION_FAILED',
  });
  expect(readInput(listMessages.input, { conversationId: 1, before: 2, after: 1 })).toMatchObject({
    failure: 'VALIDATION_FAILED',
    errors: [{ path: 'after' }],
  });
});

test('JSON nested without end is refused before anything walks down it', () => {
  expect(readInput(sendMessage.input, { ...good, metadata: nested(30) })).not.toHaveProperty('failure');
  expect(readInput(sendMessage.input, { ...good, metadata: nested(20_000) })).toMatchObject({
    failure: 'VALIDATION_FAILED',
  });
});

test('a prototype is no field, at whatever depth', () => {
  const metadata = JSON.parse('{"a": [{"__proto__": {"isAdmin": true}}]}');
  expect(readInput(sendMessage.input, { ...good, metadata })).toMatchObject({ failure: 'VALIDATION_FAILED' });
});
