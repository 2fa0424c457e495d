import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, stackError } from '../stack-error.ts';
import type { Running } from './run-process.ts';
import { type LivenessProbe, untilHung } from './until-hung.ts';
import { waitUntil } from './wait-until.ts';

export interface Supervision {
  name: string;
  launch: () => Promise<Running> | Running;
  answers: () => Promise<boolean>;
  /** Asked all the time. Without it a process that hangs is left alone. */
  alive?: LivenessProbe;
  readyTimeoutMs: number;
  /** How often it may end before it has answered for the first time. */
  firstStarts?: number;
  /** Sent one after the other while it does not end; SIGKILL comes last by itself. */
  stopSignals: readonly { signal: NodeJS.Signals; waitMs: number }[];
  /** The end of its log, for the line that says why it could not start. */
  lastWords: () => string;
  notice: (line: string) => void;
  pidChanged: () => void;
  signal?: AbortSignal | undefined;
}

export interface Supervised {
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** After this long a process counts as having been well: its next end is a first one again. */
const wellAfterMs = 10_000;

export function restartDelayMs(endsInARow: number): number {
  return Math.min(100 * 2 ** Math.min(endsInARow - 1, 10), 5000);
}

/** Starts it, resolves when it answers, and starts it again whenever it ends, until `stop`. */
export async function supervise(supervision: Supervision): Promise<Supervised> {
  const { name, notice, pidChanged } = supervision;
  const stopping = new AbortController();
  let running: Running = await firstStart(supervision);
  const watch = watchOver();

  async function watchOver(): Promise<void> {
    let endsInARow = 0;
    let startedAt = Date.now();
    while (!stopping.signal.aborted) {
      const how = await endOf(running);
      if (stopping.signal.aborted) return;
      endsInARow = Date.now() - startedAt > wellAfterMs ? 1 : endsInARow + 1;
      const waitMs = restartDelayMs(endsInARow);
      notice(`${name} ended (${how}); it is started again in ${waitMs / 1000} s.`);
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      startedAt = Date.now();
      running = await Promise.resolve()
        .then(supervision.launch)
        .catch((error) => notStarted(messageOf(error)));
      pidChanged();
    }
  }

  /** A process that hangs is ended, as Kubernetes does with one whose liveness probe fails. */
  async function endOf(one: Running): Promise<string> {
    const watching = new AbortController();
    const signal = AbortSignal.any([watching.signal, stopping.signal]);
    if (supervision.alive) {
      void untilHung(supervision.alive, signal).then((hung) => {
        if (!hung) return;
        notice(`${name} hangs; it is killed.`);
        one.kill('SIGKILL');
      });
    }
    const how = await one.ended;
    watching.abort();
    return how;
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await stopRunning(running, supervision.stopSignals);
    await watch;
    // A launch that was under way when the stop came has made another one.
    await stopRunning(running, supervision.stopSignals);
  }

  return { pid: () => running.pid, stop };
}

async function firstStart(supervision: Supervision): Promise<Running> {
  for (let left = (supervision.firstStarts ?? 1) - 1; ; left--) {
    const running = await supervision.launch();
    const waiting = new AbortController();
    const answered = waitUntil(supervision.name, supervision.answers, {
      timeoutMs: supervision.readyTimeoutMs,
      signal: supervision.signal ? AbortSignal.any([supervision.signal, waiting.signal]) : waiting.signal,
    });
    try {
      const how = await Promise.race([answered.then(() => undefined), running.ended]);
      if (how === undefined) return running;
      waiting.abort();
      await answered.catch(() => undefined);
      if (left <= 0) throw stackError(`it ended with ${how}`);
    } catch (error) {
      await stopRunning(running, supervision.stopSignals);
      if (supervision.signal?.aborted) throw error;
      const words = supervision.lastWords();
      throw stackError(`${supervision.name} could not start: ${messageOf(error)}${words ? ` | ${words}` : ''}`, error);
    }
    await delay(250);
  }
}

function notStarted(reason: string): Running {
  return { pid: undefined, ended: Promise.resolve(`could not be started: ${reason}`), kill: () => undefined };
}

async function stopRunning(running: Running, signals: Supervision['stopSignals']): Promise<void> {
  for (const { signal, waitMs } of signals) {
    running.kill(signal);
    // A stopped (SIGSTOP) process would hear nothing else.
    running.kill('SIGCONT');
    if (await endsWithin(running, waitMs)) return;
  }
  running.kill('SIGKILL');
  await endsWithin(running, 5000);
}

async function endsWithin(running: Running, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(waitMs, false, { signal: timer.signal }).catch(() => false);
  const ended = await Promise.race([running.ended.then(() => true), late]);
  timer.abort();
  return ended;
}
