import type { BrowserContext, Page } from 'playwright-core';

/** As when another app is in front; this browser has no other. */
export const isAwayOn = (page: Page, isAway: boolean) =>
  page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isAway ? 'hidden' : 'visible',
  );

/** The notes of the system that are to be seen now. */
export const notesOf = (page: Page) =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(({ title, body, tag, data }) => ({
      title,
      body,
      tag,
      path: data.path,
    }));
  });

/** Before the pages are opened: each writes down in `calls` what it calls people with, also what takes another's place. */
export const countCalls = (context: BrowserContext) =>
  context.addInitScript(() => {
    const calls: (string | undefined)[] = [];
    Object.assign(globalThis, { calls });
    // Not in a page that has no address yet.
    if (!('ServiceWorkerRegistration' in globalThis)) return;
    const { showNotification } = ServiceWorkerRegistration.prototype;
    ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
      calls.push(options?.body);
      return showNotification.call(this, title, options);
    };
  });
