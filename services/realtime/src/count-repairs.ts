import type { Metrics } from '@livechat/service/metrics';

export function countRepairs(metrics: Metrics): (messages: number) => void {
  const repairs = metrics.counter('repairs_total', 'Times that chat was asked for what was not heard');
  const repaired = metrics.counter(
    'messages_repaired_total',
    'Messages told from the store, because they or one before them were not heard',
  );
  return (messages) => {
    repairs({});
    repaired({}, messages);
  };
}
