import { randomUUID } from 'node:crypto';
import type { Bus } from '@livechat/bus/connect';
import type { Subscription } from '@livechat/bus/events';
import { canaryTold, sendCanary } from '@livechat/contracts/chat/canary';
import { isFailure } from '@livechat/contracts/errors';
import { answerInTime } from '@livechat/service/answer-in-time';
import type { Logger } from '@livechat/service/logger';
import type { Metrics } from '@livechat/service/metrics';
import { countCanaries } from './count-canaries.ts';
import { type CanaryEnd, createHearing } from './hearing.ts';

/** From the answer on, which comes when the stream has the event: whoever hears has it within milliseconds. */
const patienceMs = 5_000;
/** The first one comes soon after the start, and not those of all instances at once. */
const firstWithinMs = 5_000;

export interface CanaryOptions {
  bus: Pick<Bus, 'call' | 'subscribeEvent' | 'isConnected' | 'onReconnect'>;
  log: Logger;
  metrics: Metrics;
  /** 0 for never. */
  intervalMs: number;
}

export interface Canary {
  start(): void;
  stop(): void;
  /** Whether this instance hears nothing of what others hear. */
  isDeaf(): boolean;
}

/**
 * Sends a message that is in no conversation through all that a message goes through, and waits for its event on a
 * subscription that lives as long as the others of this process.
 */
export function createCanary({ bus, log, metrics, intervalMs }: CanaryOptions): Canary {
  const source = randomUUID();
  const hearing = createHearing();
  const count = countCanaries(metrics, hearing.isDeaf);
  let heardSeq = 0;
  let lastOwn: { seq: number; at: number } | undefined;
  let waiting: { seq: number; heard(at: number): void } | undefined;
  let cuts = 0;
  let subscription: Subscription | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const hear = ({ source: from, seq }: { source: string; seq: number }) => {
    heardSeq = seq;
    if (hearing.isDeaf()) log.info({ seq }, 'hears again what is told: ready');
    hearing.heard();
    if (from !== source) return;
    lastOwn = { seq, at: performance.now() };
    if (waiting?.seq === seq) waiting.heard(lastOwn.at);
  };

  const whenHeard = (seq: number): Promise<number> => {
    if (lastOwn?.seq === seq) return Promise.resolve(lastOwn.at);
    return new Promise((heard) => {
      waiting = { seq, heard };
    });
  };

  const send = async (): Promise<CanaryEnd> => {
    const [startedAt, cutsBefore] = [performance.now(), cuts];
    const input = { source, heardSeq, withinMs: Math.ceil(3 * intervalMs + patienceMs) };
    const actor = { role: 'service', name: 'realtime' } as const;
    const answer = await bus.call(sendCanary, input, { actor, requestId: randomUUID() });
    if (isFailure(answer)) return { end: 'unanswered' };
    const { seq, told, reviewed, heardElsewhere } = answer;
    if (!reviewed) count.failed('unreviewed');
    const heardAt = await answerInTime(whenHeard(seq), patienceMs).catch(() => undefined);
    if (heardAt !== undefined) {
      count.heard(heardAt - startedAt);
      return { end: 'heard' };
    }
    if (!told) return { end: 'untold' };
    if (cuts !== cutsBefore || !bus.isConnected()) return { end: 'cut' };
    return { end: 'unheard', seq, heardElsewhere };
  };

  const sendOne = async () => {
    const wasDeaf = hearing.isDeaf();
    const ended = await send();
    if (stopped || ended.end === 'heard') return;
    count.failed(ended.end);
    hearing.ended(ended);
    if (ended.end === 'unheard') log.warn({ seq: ended.seq }, 'a canary was told and not heard here');
    if (hearing.isDeaf() === wasDeaf) return;
    if (wasDeaf) log.warn({}, 'hears nothing, but nobody else does: ready');
    else log.error({}, 'hears nothing of what others hear: not ready');
  };

  const sendAfter = (delayMs: number) => {
    timer = setTimeout(async () => {
      const startedAt = performance.now();
      await sendOne().catch((err: unknown) => log.error({ err }, 'a canary could not be sent'));
      if (!stopped) sendAfter(Math.max(0, intervalMs - (performance.now() - startedAt)));
    }, delayMs);
  };

  return {
    start() {
      if (intervalMs === 0) return;
      count.started();
      bus.onReconnect(() => {
        cuts += 1;
      });
      subscription = bus.subscribeEvent(canaryTold, '*', hear);
      sendAfter(Math.random() * Math.min(intervalMs, firstWithinMs));
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      subscription?.stop();
    },
    isDeaf: hearing.isDeaf,
  };
}
