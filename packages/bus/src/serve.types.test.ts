import type { getConversation } from '@livechat/contracts/chat/get-conversation';
import { fail } from '@livechat/contracts/errors';
import { assertType, expectTypeOf, test } from 'vitest';
import type { Handler } from './serve.ts';

test('a handler ends in its output or in an error that its contract declares; others do not compile', () => {
  const declared: Handler<typeof getConversation> = async () => fail('NOT_FOUND');
  const universal: Handler<typeof getConversation> = async () => fail('UNAVAILABLE');
  assertType([declared, universal]);
  // @ts-expect-error CONVERSATION_CLOSED is not among the errors of getConversation.
  const undeclared: Handler<typeof getConversation> = async () => fail('CONVERSATION_CLOSED');
  // @ts-expect-error This is not its output.
  const other: Handler<typeof getConversation> = async () => ({ message: 'hi' });
  assertType([undeclared, other]);
  expectTypeOf<Parameters<Handler<typeof getConversation>>[1]['actor']['role']>().toEqualTypeOf<'user' | 'admin'>();
});
