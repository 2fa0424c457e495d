/** A tab that is looked at decides first: what it shows already needs no call from one behind it. */
const behindMs = 250;
/** So long the others hear of it at the latest. */
const heldMs = 5_000;

/**
 * Does `act` in one of an origin's tabs in which it is asked for under the same name; in each where tabs cannot agree, as in a
 * frame of another site.
 */
export function inOneTab(name: string, isFirst: boolean, act: () => void): void {
  const { locks } = navigator as Partial<Navigator>;
  if (!locks) {
    act();
    return;
  }
  let isDecided = false;
  const decide = async (lock: Lock | null) => {
    isDecided = true;
    if (!lock) return;
    act();
    await new Promise((done) => setTimeout(done, heldMs));
  };
  setTimeout(
    () => {
      locks.request(`livechat/${name}`, { ifAvailable: true }, decide).catch(() => {
        if (!isDecided) act();
      });
    },
    isFirst ? 0 : behindMs,
  );
}
