const key = 'livechat/reloaded-at';
const notAgainMs = 60_000;

/**
 * A part that is loaded when it is first wanted is gone when a newer version has been delivered: the page takes that one.
 * What is being written is kept, and what waits to be sent too. Once a minute at most: it may be the network after all.
 */
export function reloadForNewer(): void {
  addEventListener('vite:preloadError', () => {
    if (navigator.onLine && noteReload()) location.reload();
  });
}

/** False when it was done a moment ago, and where that cannot be known: it would be done without end. */
function noteReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - last < notAgainMs) return false;
    sessionStorage.setItem(key, String(Date.now()));
    return true;
  } catch {
    return false;
  }
}
