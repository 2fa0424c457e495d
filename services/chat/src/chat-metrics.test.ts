import { conversationCreated, conversationUpdated, messageCreated } from '@livechat/contracts/chat/events';
import { subjectOf } from '@livechat/contracts/contract';
import { createMetrics } from '@livechat/service/metrics';
import { expect, test } from 'vitest';
import { createChatMetrics } from './chat-metrics.ts';

test('what was committed is counted by the events that tell of it', async () => {
  const metrics = createMetrics();
  const events = [conversationCreated, messageCreated, messageCreated, conversationUpdated];
  createChatMetrics(metrics).committed(events.map((event) => ({ subject: subjectOf(event, 7) })));
  const text = await metrics.text();
  expect(text).toMatch(/^livechat_messages_stored_total 2$/m);
  expect(text).toMatch(/^livechat_conversations_opened_total 1$/m);
});
