import { expect, inject, test } from 'vitest';
import { createEventFilter } from '../bench/faults/event-filter.ts';
import { startTcpProxy } from '../bench/faults/tcp-proxy.ts';
import { kept } from './setup/clients.ts';
import { startFurther } from './setup/further-instance.ts';
import { internalUrls, readMetric, watchMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket } from './setup/sockets.ts';

/** Three canaries, each a second after the one before or 5 s when it is waited for in vain; the rest is for a busy machine. */
const deafWithinMs = 40_000;

test('an instance that hears nothing of what others hear takes no new sockets until it hears again; those it has stay', {
  timeout: 120_000,
}, async () => {
  const environment = inject('system').further.realtime[0];
  let isDeaf = false;
  // Its connection is whole: it asks, is answered, and NATS answers its pings. Only events do not come through.
  const proxy = await startTcpProxy({
    target: () => Number(new URL(environment?.NATS_URL ?? '').port),
    filter: () => createEventFilter((subject) => isDeaf && subject.startsWith('livechat.v1.event.')),
  });
  kept(proxy);
  const instance = await startFurther('realtime', {
    ...environment,
    NATS_URL: `nats://127.0.0.1:${proxy.port}`,
    CANARY_INTERVAL_SECONDS: '1',
  });
  kept({ close: instance.kill });
  const [internal, open] = [environment?.INTERNAL_PORT, environment?.PORT].map((port) => `http://127.0.0.1:${port}`);
  const read = (name: string, labels = {}) => readMetric([`${internal}`], `livechat_canary_${name}`, labels);
  const ready = async () => {
    const answer = await fetch(`${internal}/readyz`);
    return [answer.status, ((await answer.json()) as { dependencies: object }).dependencies];
  };
  await expect.poll(() => read('duration_seconds_count')).toBeGreaterThanOrEqual(1);
  const [whole, deaf] = [
    { nats: 'up', redis: 'up', canary: 'up' },
    { nats: 'up', redis: 'up', canary: 'down' },
  ];
  expect(await ready()).toEqual([200, whole]);
  const user = newPerson('user');
  const { socket } = await connectSocket(user, {}, open);
  let cuts = 0;
  socket.on('disconnect', () => {
    cuts += 1;
  });

  isDeaf = true;
  await expect.poll(ready, { timeout: deafWithinMs }).toEqual([503, deaf]);
  expect((await fetch(`${open}/readyz`)).status).toBe(503);
  expect(await read('deaf')).toBe(1);
  expect(await read('failures_total', { why: 'unheard' })).toBeGreaterThanOrEqual(3);
  for (const url of internalUrls('realtime')) {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await readMetric([url], 'livechat_canary_deaf')).toBe(0);
  }
  const heard = await watchMetric([`${internal}`], 'livechat_canary_duration_seconds_count');

  isDeaf = false;
  await expect.poll(ready).toEqual([200, whole]);
  await expect.poll(heard).toBeGreaterThanOrEqual(1);
  expect((await fetch(`${open}/readyz`)).status).toBe(200);
  expect([socket.connected, cuts]).toEqual([true, 0]);
});
