import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

const linesOf = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('livechat_'));

test('what is counted, measured and read is told to Prometheus in base units', async () => {
  const metrics = createMetrics();
  const count = metrics.counter('things_total', 'Things', ['kind']);
  count({ kind: 'a' });
  count({ kind: 'a' }, 2);
  metrics.histogram('wait_seconds', 'Waiting')({}, 1_500);
  metrics.gauge('size', 'Size', [], () => [{ labels: {}, value: 7 }]);
  expect(await linesOf(metrics)).toEqual(
    expect.arrayContaining(['livechat_things_total{kind="a"} 3', 'livechat_wait_seconds_sum 1.5', 'livechat_size 7']),
  );
});

test('a process tells how it is itself', async () => {
  const text = await createMetrics().text();
  for (const name of [
    'nodejs_eventloop_lag_p99_seconds',
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
  ]) {
    expect(text).toMatch(new RegExp(`^${name} `, 'm'));
  }
});

test('what cannot be read is left out, and the rest is told', async () => {
  const metrics = createMetrics();
  let readable = true;
  metrics.gauge('gone', 'Sometimes there', [], async () => {
    if (!readable) throw new Error('away');
    return [{ labels: {}, value: 1 }];
  });
  metrics.gauge('hung', 'Never there', [], () => new Promise(() => {}));
  metrics.gauge('there', 'Always there', [], () => [{ labels: {}, value: 2 }]);
  expect(await linesOf(metrics)).toEqual(['livechat_gone 1', 'livechat_there 2']);
  readable = false;
  expect(await linesOf(metrics)).toEqual(['livechat_there 2']);
});

test('two registries of one process do not know each other', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.counter('things_total', 'Things')({});
  expect(await linesOf(other)).toEqual([]);
});
