import type { Call } from '@livechat/bus/call';
import type { Bus } from '@livechat/bus/connect';
import type { Logger } from '@livechat/service/logger';
import type { AskReviews } from './ask-reviews.ts';
import type { ChatMetrics } from './chat-metrics.ts';
import type { Settings } from './config.ts';
import type { Database } from './db/database.ts';
import type { JudgeName } from './names/judge-name.ts';
import type { Outbox } from './outbox.ts';
import type { StoreTogether } from './store-together.ts';

/** What the handlers work with; made once in main. */
export interface Context {
  db: Database;
  call: Call;
  askReviews: AskReviews;
  bus: Pick<Bus, 'publishSignal'>;
  outbox: Outbox;
  storeTogether: StoreTogether;
  judgeName: JudgeName;
  log: Logger;
  metrics: ChatMetrics;
  settings: Settings;
}
