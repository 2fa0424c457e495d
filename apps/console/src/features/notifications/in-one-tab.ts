/** A tab that is looked at decides first: what it shows already needs no call from one behind it. */
const behindMs = 250;
/** So long the others hear of it at the latest. */
const heldMs = 5_000;

/** Does `act` in one of the tabs in which it is asked for under the same name; in each where tabs cannot agree. */
export function inOneTab(name: string, isFirst: boolean, act: () => void): void {
  const { locks } = navigator;
  if (!locks) {
    act();
    return;
  }
  setTimeout(
    () => {
      locks.request(`livechat/console/${name}`, { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        act();
        await new Promise((done) => setTimeout(done, heldMs));
      });
    },
    isFirst ? 0 : behindMs,
  );
}
