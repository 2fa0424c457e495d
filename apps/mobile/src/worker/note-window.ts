/** What is known of a window of the app. */
interface AppWindow {
  url: string;
  frameType: string;
  focused: boolean;
  visibilityState: string;
}

/**
 * Where a note of the system leads: the window that a person has before them, else any of the app's own. A frame in a page of
 * others is none, though it has the app's address: it cannot be brought to the front, and is that page's to lead.
 */
export function windowForNote<Window extends AppWindow>(windows: readonly Window[], scope: string): Window | undefined {
  const own = windows.filter(({ url, frameType }) => frameType === 'top-level' && url.startsWith(scope));
  return (
    own.find(({ focused }) => focused) ?? own.find(({ visibilityState }) => visibilityState === 'visible') ?? own[0]
  );
}
