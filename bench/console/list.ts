import { watchMainThread } from '../../apps/console/e2e/setup/main-thread.ts';
import { type BenchDesk, openList, rest } from './desk.ts';

/** Two hundred turns of the wheel, as fast as frames come, and what is held afterwards. */
export async function measureList(desk: BenchDesk): Promise<{ frames: number[]; heapMB: number }> {
  const page = await openList(desk);
  await page.mouse.move(250, 600);
  await rest(500);
  const { frames } = await watchMainThread(page, async () => {
    for (let turn = 0; turn < 200; turn += 1) {
      await page.mouse.wheel(0, turn % 4 === 0 ? 1_500 : 300);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await page.context().close();
  return { frames, heapMB: usedSize / 1e6 };
}
