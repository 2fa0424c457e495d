import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

/**
 * What the main thread of a page did from one drawn frame to the next, in milliseconds of CPU as the browser's own trace tells
 * them. The time that passed says nothing on a machine with other work: a frame comes late though the page had no part in it.
 * What a page computes itself counts the same however busy the machine is. What is done after the thread had nothing to do for
 * longer than a frame lasts belongs to the next frame: it kept none waiting.
 */
export interface MainThread {
  frames: number[];
  /** By the clock, for comparison: with all that the machine did meanwhile. */
  framesByClock: number[];
}

const TraceEvent = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().default(0),
  tdur: z.number().optional(),
  args: z.looseObject({ name: z.unknown() }).partial().optional(),
});
type TraceEvent = z.infer<typeof TraceEvent>;

const [task, frame] = ['ThreadControllerImpl::RunTask', 'ProxyMain::BeginMainFrame'];
/** Tracing is told in microseconds. */
const frameMicros = 16_667;
const usefulNames = new Set([task, frame, 'thread_name']);

/** Watches the only page of its browser while something is done with it. */
export async function watchMainThread(page: Page, work: () => Promise<void>): Promise<MainThread> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser');
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const one of value) {
      if (usefulNames.has(String(Reflect.get(one, 'name')))) events.push(TraceEvent.parse(one));
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'cc', '__metadata'], excludedCategories: ['*'] },
  });
  await work();
  await ended(session);
  await session.detach();
  return framesOf(events);
}

async function ended(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
}

function framesOf(events: readonly TraceEvent[]): MainThread {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const mains = new Set(events.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf));
  const ofMain = events.filter((event) => mains.has(threadOf(event))).sort((one, other) => one.ts - other.ts);
  const drawn = ofMain.filter(({ name }) => name === frame).map(({ ts }) => ts);
  const tasks = ofMain.filter(({ name }) => name === task);
  if (tasks.length === 0 || drawn.length === 0) throw new Error('The trace tells of no frame');
  if (tasks.every(({ tdur }) => tdur === undefined)) throw new Error('The trace tells of no time of CPU');
  const found: MainThread = { frames: [], framesByClock: [] };
  let [cpu, began, freeAt, next] = [0, Number.NaN, Number.NEGATIVE_INFINITY, 0];
  for (const { ts, dur, tdur = 0 } of tasks) {
    // A frame could have been drawn in between.
    if (ts - freeAt > frameMicros) [cpu, began] = [0, ts];
    freeAt = ts + dur;
    cpu += tdur;
    const drawnAt = drawn[next];
    if (drawnAt === undefined || drawnAt >= freeAt) continue;
    while ((drawn[next] ?? Number.POSITIVE_INFINITY) < freeAt) next += 1;
    found.frames.push(cpu / 1_000);
    found.framesByClock.push((freeAt - began) / 1_000);
    [cpu, began] = [0, freeAt];
  }
  return found;
}
