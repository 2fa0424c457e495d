import { createObservable } from '@livechat/client/observable';

/** Whether the host shows the frame; without a host it is always shown. */
export const isFrameShown = createObservable(true);

/** Whether somebody may have this before their eyes: a page in front, in a frame that is shown. */
export function isLookedAt(): boolean {
  return isFrameShown.getSnapshot() && document.visibilityState === 'visible';
}

/** Calls `listener` whenever that may have changed; returns how to stop it. */
export function onLookedAt(listener: () => void): () => void {
  const stop = isFrameShown.subscribe(listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', listener);
  };
}
