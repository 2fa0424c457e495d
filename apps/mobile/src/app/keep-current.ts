import { createObservable, type Observable } from '@livechat/client/observable';
import { Workbox } from 'workbox-window';
import { isShell } from './system.ts';

const lookEveryMs = 60 * 60_000;

export interface Updates {
  /** A newer version is on the device and waits. */
  isWaiting: Observable<boolean>;
  /** Takes the newer version: the page is loaded anew. What was written is kept. */
  take(): void;
}

/** Lets the app open without a network, and brings newer versions while it is open; they are taken when people say so. */
export function keepCurrent(): Updates {
  const isWaiting = createObservable(false);
  const isKept = 'serviceWorker' in navigator && !isShell && !import.meta.env.DEV;
  if (!isKept) return { isWaiting, take: () => location.reload() };
  const workbox = new Workbox(`${import.meta.env.BASE_URL}sw.js`);
  workbox.addEventListener('waiting', () => isWaiting.set(true));
  let isTaken = false;
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    // Another tab took it, or this one: old code must not run beside the new.
    if (isUpdate && !isTaken) {
      isTaken = true;
      location.reload();
    }
  });
  const failed = () => undefined;
  // Not in the way of the first screen; without it the app needs a network, and goes on all the same.
  const register = () => workbox.register().catch(failed);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
  setInterval(() => workbox.update().catch(failed), lookEveryMs);
  return { isWaiting, take: () => workbox.messageSkipWaiting() };
}
