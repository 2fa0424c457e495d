import { eventName } from '@livechat/bus/observer';
import { conversationCreated, messageCreated } from '@livechat/contracts/chat/events';
import type { Review } from '@livechat/contracts/moderation/review-message';
import type { Metrics } from '@livechat/service/metrics';
import type { JudgedAction, Verdict } from './apply-verdict.ts';
import type { NewEvent } from './db/outbox-rows.ts';
import type { NameFault } from './names/judge-name.ts';

export interface ChatMetrics {
  /** What was just committed, by the events that tell of it. */
  committed(events: readonly Pick<NewEvent, 'subject'>[]): void;
  reviewed(action: Review['action'] | 'unreviewed'): void;
  /** By staff, of a message on which moderation had said `was`. */
  judged(verdict: Verdict, was: JudgedAction): void;
  /** Of a customer, who would have passed for staff or support. */
  nameReplaced(why: NameFault): void;
}

const [opened, stored] = [eventName(conversationCreated.subject), eventName(messageCreated.subject)];

export function createChatMetrics(metrics: Metrics): ChatMetrics {
  const messages = metrics.counter('messages_stored_total', 'Messages committed, those of the system too');
  const conversations = metrics.counter('conversations_opened_total', 'Conversations committed');
  const reviews = metrics.counter(
    'reviews_total',
    'Texts by verdict, or unreviewed because moderation did not answer',
    ['action'],
  );
  const verdicts = metrics.counter(
    'moderation_judged_total',
    'Verdicts of staff on marked messages, each change of mind one, by what moderation had said',
    ['verdict', 'was'],
  );
  const names = metrics.counter('names_replaced_total', 'Customers’ names that were replaced, by why', ['why']);
  return {
    committed(events) {
      for (const { subject } of events) {
        const name = eventName(subject);
        if (name === stored) messages({});
        if (name === opened) conversations({});
      }
    },
    reviewed: (action) => reviews({ action }),
    judged: (verdict, was) => verdicts({ verdict, was }),
    nameReplaced: (why) => names({ why }),
  };
}
