import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '@livechat/service/logger';
import type { Metrics } from '@livechat/service/metrics';
import { listNames, noLists, type OperatorLists, readLists } from './operator-lists.ts';

const everyMs = 2_000;
const mostBytes = 256 * 1024;

export interface WatchedLists {
  current(): OperatorLists;
  stop(): void;
}

/**
 * The operator's lists, read anew when the file changes: looked at every two seconds, since a file that Kubernetes mounts
 * changes by a link that no watcher reports. Throws at the start when there is no such file; later a file that cannot be
 * read leaves the lists as they are.
 */
export async function watchLists(file: string | undefined, log: Logger, metrics: Metrics): Promise<WatchedLists> {
  let current = noLists;
  let seen: string | undefined;
  let isRefused = false;
  let isAway = false;
  metrics.gauge('moderation_list_entries', "Entries of the operator's lists in use", ['list'], () =>
    listNames.map((list) => ({ labels: { list }, value: current.counts[list] })),
  );
  metrics.gauge('moderation_lists_bad', "1 while the operator's file is not as it should be", [], () => [
    { labels: {}, value: isAway || isRefused ? 1 : 0 },
  ]);
  if (file === undefined) return { current: () => current, stop() {} };

  const read = async () => {
    if ((await stat(file)).size > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
    return readFile(file, 'utf8');
  };
  const take = async (text: string) => {
    // Not again before it changes, whatever comes of it.
    seen = text;
    try {
      const { lists, refused } = await readLists(text);
      current = lists;
      isRefused = refused.length > 0;
      for (const reason of refused) log.error({ file, reason }, 'an entry of the lists is not used');
      log.info({ file, ...lists.counts }, 'lists in use');
    } catch (err) {
      isRefused = true;
      throw err;
    }
  };
  const stayAsTheyWere = (err: unknown) => log.error({ file, err }, 'the lists stay as they were');
  const lookAgain = async () => {
    let text: string;
    try {
      text = await read();
    } catch (err) {
      if (!isAway) stayAsTheyWere(err);
      isAway = true;
      return;
    }
    isAway = false;
    if (text !== seen) await take(text).catch(stayAsTheyWere);
  };

  await take(await read());
  let isReading = false;
  const timer = setInterval(async () => {
    if (isReading) return;
    isReading = true;
    await lookAgain();
    isReading = false;
  }, everyMs);
  return { current: () => current, stop: () => clearInterval(timer) };
}
