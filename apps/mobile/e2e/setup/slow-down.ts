import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** A phone of some years against a machine that runs tests. */
const slower = 4;
/** Slow 4G as browsers' own tools have it. */
const slowNetwork = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };

const sessions = new WeakMap<Page, CDPSession>();
const offline = new WeakSet<BrowserContext>();

/** To be called before the page is opened. */
export async function slowDown(page: Page, { network = true } = {}): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  if (!network) return;
  sessions.set(page, session);
  await setNetwork(page);
}

/** Instead of the context's own, of which a page with a slow network hears nothing. */
export async function setOffline(context: BrowserContext, isOffline: boolean): Promise<void> {
  if (isOffline) offline.add(context);
  else offline.delete(context);
  await Promise.all([context.setOffline(isOffline), ...context.pages().map(setNetwork)]);
}

async function setNetwork(page: Page): Promise<void> {
  const isOffline = offline.has(page.context());
  const session = sessions.get(page);
  await session?.send('Network.emulateNetworkConditions', { offline: isOffline, ...slowNetwork });
}
