import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { madeUpText } from '../load/made-up-text.ts';
import { createPoster, postHead } from '../load/post.ts';
import type { Sender, Sent } from './jobs.ts';

interface Answer {
  end: string;
  retryAfter: boolean;
}

/** How these people send: all of them to one door. */
function createSend(senders: Sender[]) {
  const [first] = senders;
  if (!first) throw new Error('nobody sends');
  const { post, close } = createPoster(new URL(first.url));
  const heads = new Map(senders.map((sender) => [sender, postHead(new URL(sender.url), sender.token)]));
  const sendOne = async (sender: Sender): Promise<Answer> => {
    const body = JSON.stringify({ message: madeUpText(), clientMessageId: randomUUID() });
    const { end, head } = await post(heads.get(sender) ?? '', body);
    return { end, retryAfter: /\r\nretry-after:/i.test(head) };
  };
  return { sendOne, close };
}

function startCount() {
  const sent: Omit<Sent, 'seconds' | 'ownDelayMs'> = {
    kind: 'sent',
    ends: {},
    doneMs: [],
    refusedMs: [],
    refusedLaterMs: [],
    saidWhen: 0,
  };
  const own = monitorEventLoopDelay({ resolution: 10 });
  own.enable();
  const began = performance.now();
  return {
    count({ end, retryAfter }: Answer, dueAt: number) {
      const tookMs = performance.now() - dueAt;
      sent.ends[end] = (sent.ends[end] ?? 0) + 1;
      if (end === '201') sent.doneMs.push(tookMs);
      if (end !== '503') return;
      sent.refusedMs.push(tookMs);
      if (dueAt - began >= 1_000) sent.refusedLaterMs.push(tookMs);
      if (retryAfter) sent.saidWhen += 1;
    },
    /** `durationMs` is while load was given; what was answered after it counts for it. */
    end: (durationMs = performance.now() - began): Sent => ({
      ...sent,
      seconds: durationMs / 1000,
      ownDelayMs: own.percentile(99) / 1e6 - 10,
    }),
  };
}

/** So many at once, each followed by the next. */
export async function sendClosed(senders: Sender[], concurrency: number, durationMs: number): Promise<Sent> {
  const { sendOne, close } = createSend(senders);
  const counted = startCount();
  const until = performance.now() + durationMs;
  let turn = 0;
  const worker = async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const sender = senders[turn++ % senders.length];
      if (sender) counted.count(await sendOne(sender), began);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  close();
  return counted.end();
}

/** So many a second whatever becomes of them, as people do who do not know of each other. */
export async function sendOpen(senders: Sender[], perSecond: number, durationMs: number): Promise<Sent> {
  const { sendOne, close } = createSend(senders);
  const counted = startCount();
  const began = performance.now();
  const total = Math.round((perSecond * durationMs) / 1000);
  const open: Promise<void>[] = [];
  while (open.length < total) {
    const dueCount = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1);
    while (open.length < dueCount) {
      const dueAt = began + (open.length / perSecond) * 1000;
      const sender = senders[open.length % senders.length];
      if (!sender) throw new Error('nobody sends');
      open.push(sendOne(sender).then((answer) => counted.count(answer, dueAt)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(open);
  close();
  return counted.end(durationMs);
}
