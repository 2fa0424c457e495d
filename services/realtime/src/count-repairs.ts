import type { Metrics } from '@livechat/service/metrics';

export function countRepairs(metrics: Metrics): (messages: number) => void {
  const repairs = metrics.counter('repairs_total', 'Times that chat was asked for what was not heard');
  const repaired = metrics.counter('messages_repaired_total', 'Messages that were not heard and were fetched');
  return (messages) => {
    repairs({});
    repaired({}, messages);
  };
}
