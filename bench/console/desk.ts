import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type App, signedInAs } from '../../apps/console/e2e/setup/launch.ts';
import type { BenchPerson, BenchSystem } from './system.ts';

export interface BenchDesk {
  browser: Browser;
  system: BenchSystem;
  staff: BenchPerson;
  /** Where it is served, and on what it is shown; the console in a large window unless told. */
  app?: App;
  shown?: BrowserContextOptions;
}

/** A browser with nothing in its cache, in which the member of staff has signed in before. */
export function newContext(desk: BenchDesk, signedIn = true): Promise<BrowserContext> {
  const { browser, system, staff, app = 'console', shown } = desk;
  return browser.newContext({
    baseURL: `${system.gateway}/${app}/`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...shown,
    ...(signedIn && { storageState: signedInAs(system.gateway, staff, undefined, app) }),
  });
}

export async function openList(desk: BenchDesk): Promise<Page> {
  const page = await (await newContext(desk)).newPage();
  await page.addInitScript(installWatch);
  await page.goto('');
  await page.locator('.list-row').first().waitFor();
  return page;
}

declare global {
  interface Window {
    /** Resolves with the time at which something that holds the text was painted, by the clock of the machine. */
    painted(selector: string, text: string): Promise<number>;
    /** The same for the first row of the list, watched for from the beginning. */
    rowsPainted: Promise<number>;
    /** The clock of the machine when the last click came in. */
    clickedAt: number;
  }
}

/** Runs in the page. */
export function installWatch(): void {
  const clock = () => performance.timeOrigin + performance.now();
  const clicked = ({ timeStamp }: Event) => {
    window.clickedAt = performance.timeOrigin + timeStamp;
  };
  addEventListener('click', clicked, true);
  window.painted = (selector, text) =>
    new Promise((resolve) => {
      let observer: MutationObserver | undefined;
      const look = () => {
        if (!document.querySelector(selector)?.textContent?.includes(text)) return;
        observer?.disconnect();
        // The task after a frame's callbacks runs when the frame was painted.
        requestAnimationFrame(() => setTimeout(() => resolve(clock())));
      };
      observer = new MutationObserver(look);
      observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
      look();
    });
  window.rowsPainted = window.painted('.list-row', '');
}

/** Says what is on the screen when something does not come. */
export async function inTime<Value>(page: Page, awaited: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(async () => {
      const text = (await page.locator('body').textContent()) ?? '';
      reject(new Error(`not painted within a minute; on the screen: ${text.slice(0, 500)}`));
    }, 60_000);
  });
  return Promise.race([awaited, late]).finally(() => clearTimeout(timer));
}

export const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
