import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@livechat/service/logger';
import { createMetrics, type Metrics } from '@livechat/service/metrics';
import { afterEach, expect, test } from 'vitest';
import { readingOf } from '../rules/reading.ts';
import { type WatchedLists, watchLists } from './watch-lists.ts';

const folder = mkdtempSync(join(tmpdir(), 'livechat-lists-'));
let watched: WatchedLists | undefined;
afterEach(() => watched?.stop());
const logged: string[] = [];
const log = createLogger('moderation', 'm', 'info', undefined, { write: (line) => void logged.push(line) });
const file = join(folder, 'lists.json');
const denies = (word: string) => watched?.current().find(readingOf(word))?.list === 'deny';
const patient = { timeout: 15_000 };
/** Of the sample alone: the help beside it has a 1 in it, too. */
const isBad = async (metrics: Metrics) => /^livechat_moderation_lists_bad 1$/m.test(await metrics.text());

test('a file that changes is taken while the service runs, by its link too; one that is broken is not', async () => {
  const metrics = createMetrics();
  writeFileSync(join(folder, 'one'), '{"deny": ["amber"]}');
  symlinkSync(join(folder, 'one'), file);
  watched = await watchLists(file, log, metrics);
  expect([denies('amber'), denies('birch')]).toEqual([true, false]);

  // As Kubernetes does it.
  writeFileSync(join(folder, 'two'), '{"deny": ["birch"]}');
  symlinkSync(join(folder, 'two'), join(folder, 'next'));
  renameSync(join(folder, 'next'), file);
  await expect.poll(() => [denies('amber'), denies('birch')], patient).toEqual([false, true]);

  writeFileSync(join(folder, 'two'), '{"deny": ');
  await expect.poll(() => logged.join(''), patient).toContain('the lists stay as they were');
  expect(denies('birch')).toBe(true);
  expect(await isBad(metrics)).toBe(true);

  rmSync(join(folder, 'two'));
  writeFileSync(join(folder, 'two'), '{"deny": ["cedar"]}');
  await expect.poll(() => denies('cedar'), patient).toBe(true);
  expect(await isBad(metrics)).toBe(false);
  expect(await metrics.text()).toMatch(/^livechat_moderation_list_entries\{list="deny"\} 1$/m);
}, 60_000);

test('a file that was away for a moment and comes back as it was is good again', async () => {
  const metrics = createMetrics();
  const back = join(folder, 'back.json');
  writeFileSync(back, '{"deny": ["delta"]}');
  watched = await watchLists(back, log, metrics);
  renameSync(back, `${back}.away`);
  await expect.poll(() => isBad(metrics), patient).toBe(true);
  expect(denies('delta')).toBe(true);
  renameSync(`${back}.away`, back);
  await expect.poll(() => isBad(metrics), patient).toBe(false);
}, 60_000);

test('a service is not started with a file that is not there', async () => {
  await expect(watchLists(join(folder, 'missing'), log, createMetrics())).rejects.toThrow('missing');
});
