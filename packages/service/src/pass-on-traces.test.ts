import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { passOnTraces } from './pass-on-traces.ts';

const trace = (digit: string) => ({ traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-01`, tracestate: 'a=1' });

test('a trace that came along goes along with all that is asked for it, and with nothing else', async () => {
  const tracing = passOnTraces();
  const ask = (digit: string) =>
    tracing.inSpan({ name: 'serve x', kind: 'server', from: trace(digit) }, async () => {
      await wait(1);
      return tracing.inSpan({ name: 'call y', kind: 'client' }, async () => ({
        headers: tracing.headers(),
        traceId: tracing.traceId(),
      }));
    });
  const answers = await Promise.all([ask('1'), ask('2')]);
  expect(answers).toEqual(['1', '2'].map((digit) => ({ headers: trace(digit), traceId: digit.repeat(32) })));
  expect(tracing.headers()).toEqual({});
  expect(tracing.traceId()).toBeUndefined();
});
