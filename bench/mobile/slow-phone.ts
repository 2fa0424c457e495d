import type { CDPSession, Page } from 'playwright-core';
import { watchMainThread } from '../../apps/console/e2e/setup/main-thread.ts';
import { slowDown } from '../../apps/mobile/e2e/setup/slow-down.ts';
import { type BenchDesk, installWatch, inTime, newContext, rest } from '../console/desk.ts';

const painted = (page: Page, selector: string, text: string) =>
  inTime(
    page,
    page.evaluate(([one = '', other = '']) => window.painted(one, other), [selector, text]),
  );

export interface Opening {
  /** From the start of the navigation until the row is painted. */
  cold: number[];
  warm: number[];
  offline: number[];
  /** From the tap on the row until the newest message is painted. */
  conversation: number[];
}

export async function measureOpening(desk: BenchDesk, subject: string, times: number): Promise<Opening> {
  const taken: Opening = { cold: [], warm: [], offline: [], conversation: [] };
  for (let time = 0; time < times; time += 1) {
    const context = await newContext(desk);
    const open = async (kind: 'cold' | 'warm' | 'offline') => {
      const page = await context.newPage();
      await page.addInitScript(installWatch);
      await slowDown(page, { network: kind !== 'offline' });
      await page.goto('', { waitUntil: 'commit' });
      const at = await painted(page, '.row-subject', subject);
      taken[kind].push(at - (await page.evaluate(() => performance.timeOrigin)));
      return page;
    };
    const first = await open('cold');
    const tapped = first.evaluate(() => window.painted('.message-text', 'Message '));
    await first.locator('.row').first().tap();
    const at = await inTime(first, tapped);
    taken.conversation.push(at - (await first.evaluate(() => window.clickedAt)));
    // The worker takes the app in, and what was read is kept.
    await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await rest(2_000);
    await first.close();
    await (await open('warm')).close();
    await context.setOffline(true);
    await (await open('offline')).close();
    await context.close();
  }
  return taken;
}

/** A thumb's fling: 600 pixels in a tenth of a second, and then it runs on by itself. */
const fling = { fromY: 150, stepPx: 100, steps: 6, stepMs: 16, runsOnMs: 350 };

export interface Scrolling {
  byClockMs: number[];
  cpuMs: number[];
  /** The number of the highest message that came on the screen. */
  scrolledTo: number;
}

/** Up through the whole conversation with a finger that goes on and on; older pages are loaded on the way. */
export async function measureScrolling(desk: BenchDesk, subject: string, messages: number): Promise<Scrolling> {
  const context = await newContext(desk);
  const page = await context.newPage();
  await page.goto('');
  await page.locator('.row').filter({ hasText: subject }).tap();
  await page.locator('.message-text').getByText(`Message ${messages}.`).waitFor();
  await slowDown(page, { network: false });
  const session = await context.newCDPSession(page);
  const read = () =>
    page.evaluate(() => {
      const all = [...document.querySelectorAll('.message-text')].map(
        ({ textContent }) => /^Message (\d+)/.exec(textContent ?? '')?.[1],
      );
      return Math.min(...all.map(Number));
    });
  let scrolledTo = messages;
  const { frames, framesByClock } = await watchMainThread(page, async () => {
    for (let turn = 0; turn < 500 && scrolledTo > 1; turn += 1) {
      await flingDown(session);
      scrolledTo = await read();
    }
  });
  await context.close();
  return { byClockMs: framesByClock, cpuMs: frames, scrolledTo };
}

/** As the browser gets it from a screen: a script that scrolls would have it lay out once more for each step. */
async function flingDown(session: CDPSession): Promise<void> {
  const { fromY, stepPx, steps, stepMs, runsOnMs } = fling;
  const at = (y: number) => [{ x: 195, y }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(fromY) });
  for (let step = 1; step <= steps; step += 1) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(fromY + step * stepPx) });
    await rest(stepMs);
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await rest(runsOnMs);
}
