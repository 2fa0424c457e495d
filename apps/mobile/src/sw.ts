/// <reference lib="webworker" />

import { addPlugins, addRoute, cleanupOutdatedCaches, createHandlerBoundToURL, precache } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { windowForNote } from './worker/note-window.ts';

declare const self: ServiceWorkerGlobalScope;

const pageLimitMs = 3_000;

// The app itself, so that it opens without a network. What people wrote is not here: the app keeps that.
const files = self.__WB_MANIFEST;
addPlugins([{ fetchDidSucceed: ofThisVersion }]);
precache(files);
cleanupOutdatedCaches();
const keptPage = createHandlerBoundToURL('index.html');
// Who may frame the app stands beside its page, and may have changed since that was kept: in a frame what is new comes first.
registerRoute(({ request }) => request.mode === 'navigate' && request.destination === 'iframe', newestPage);
addRoute();
registerRoute(new NavigationRoute(keptPage));

/**
 * While a version is being delivered some servers have the one before: their page would be kept with scripts that are not.
 * It fails, nothing changes for the person, and it is tried again with the next look for a newer version.
 */
async function ofThisVersion({ response }: { response: Response }): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const known = files.map((file) => (typeof file === 'string' ? file : file.url));
  const wanted = (await response.clone().text()).match(/assets\/[\w.-]+/g) ?? [];
  const unknown = wanted.find((one) => !known.includes(one));
  if (unknown) throw new Error(`The page is of another version: ${unknown} is not in this one`);
  return response;
}

async function newestPage(options: Parameters<typeof keptPage>[0]): Promise<Response> {
  try {
    const page = await fetch(options.url.href, { signal: AbortSignal.timeout(pageLimitMs) });
    if (page.ok) return page;
  } catch {
    // No network, or none to speak of.
  }
  return keptPage(options);
}

self.addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') self.skipWaiting();
});

/** A note of the system leads to its conversation, in a window that is open already if there is one. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = String(event.notification.data?.path ?? '');
  event.waitUntil(open(new URL(path.replace(/^\/+/, ''), self.registration.scope)));
});

async function open(address: URL): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const found = windowForNote(windows, self.registration.scope);
  if (!found) {
    await self.clients.openWindow(address.href);
    return;
  }
  found.postMessage({ type: 'open', path: address.pathname });
  await found.focus();
}
