import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** A phone of some years against a machine that runs tests. */
const slower = 4;
/** Slow 4G as browsers' own tools have it. */
const slowNetwork = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };

const sessions = new WeakMap<Page, CDPSession>();

/** To be called before the page is opened. */
export async function slowDown(page: Page, { network = true } = {}): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  if (!network) return;
  sessions.set(page, session);
  await slowNetworkOf(session);
}

/** With a network again it is the slow one; by itself the browser would have a fast one. */
export async function setOffline(context: BrowserContext, isOffline: boolean): Promise<void> {
  await context.setOffline(isOffline);
  if (isOffline) return;
  await Promise.all(
    context.pages().map(async (page) => {
      const session = sessions.get(page);
      if (session) await slowNetworkOf(session);
    }),
  );
}

async function slowNetworkOf(session: CDPSession): Promise<void> {
  await session.send('Network.emulateNetworkConditions', { offline: false, ...slowNetwork });
}
