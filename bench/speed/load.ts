import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { madeUpText } from '../load/made-up-text.ts';
import { createPoster, type Posted, postHead } from '../load/post.ts';
import type { Job, Sent } from './jobs.ts';
import { watchFrames } from './watch-frames.ts';

// A process of its own, so that the load has its own event loop: does what it is told and ends.
process.once('message', async (job: Job) => {
  const sent = await run(job);
  process.send?.(sent, () => process.exit());
});
process.once('disconnect', () => process.exit());

/** A frame that is not there by then never comes. */
const giveUpMs = 10_000;

const retryAfterMs = ({ head }: Posted) => Number(/\r\nretry-after: (\d+)/i.exec(head)?.[1] ?? 0) * 1_000;

async function run({ gateway, sockets, staff, senders, pace, durationMs }: Job): Promise<Sent> {
  const url = ({ conversationId }: Job['senders'][number]) =>
    new URL(`${gateway}/api/chat/conversations/${conversationId}/messages`);
  const ids = senders.map(({ conversationId }) => conversationId);
  const watcher = await watchFrames(sockets, staff, ids);
  const poster = createPoster(new URL(gateway));
  const heads = senders.map((sender) => postHead(url(sender), sender.token));
  const sent: Sent = { tookMs: [], ackMs: [], refused: {}, seconds: 0, ownDelayMs: 0 };
  let turn = 0;

  const count = ({ end }: Posted) => {
    sent.refused[end] = (sent.refused[end] ?? 0) + 1;
  };

  const sendOne = async (dueAt: number) => {
    const head = heads[turn++ % heads.length] ?? '';
    const clientMessageId = randomUUID();
    const arrival = watcher.arrival(clientMessageId);
    const body = JSON.stringify({ message: madeUpText(), clientMessageId });
    let posted = await poster.post(head, body);
    // As every client of ours does: whoever asks again at once keeps a busy system busy with refusing.
    for (let waitMs = retryAfterMs(posted); waitMs > 0; waitMs = retryAfterMs(posted)) {
      count(posted);
      if (performance.now() - dueAt > giveUpMs) return;
      await sleep(waitMs);
      posted = await poster.post(head, body);
    }
    if (posted.end !== '201') return count(posted);
    sent.ackMs.push(performance.now() - dueAt);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, giveUpMs, undefined);
    });
    const at = await Promise.race([arrival, late]);
    clearTimeout(timer);
    if (at === undefined) sent.refused['no frame'] = (sent.refused['no frame'] ?? 0) + 1;
    else sent.tookMs.push(at - dueAt);
  };

  process.send?.('ready');
  const own = monitorEventLoopDelay({ resolution: 10 });
  own.enable();
  const began = performance.now();
  if ('atOnce' in pace) {
    const worker = async () => {
      while (performance.now() - began < durationMs) await sendOne(performance.now());
    };
    await Promise.all(Array.from({ length: pace.atOnce }, worker));
  } else {
    const open: Promise<void>[] = [];
    const total = Math.round((pace.perSecond * durationMs) / 1000);
    while (open.length < total) {
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * pace.perSecond) + 1);
      while (open.length < due) open.push(sendOne(began + (open.length / pace.perSecond) * 1000));
      await sleep(1);
    }
    await Promise.all(open);
  }
  sent.seconds = (performance.now() - began) / 1000;
  sent.ownDelayMs = own.percentile(99) / 1e6 - 10;
  poster.close();
  watcher.close();
  return sent;
}
