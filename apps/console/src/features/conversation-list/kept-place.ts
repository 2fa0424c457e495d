/**
 * By how many rows the list has to be scrolled on so that what stands on the screen, from place `top` on, stays there:
 * rows came or went above it. A row that moved by itself does not take the screen with it: most of them decide.
 */
export function movedBy(
  before: readonly { id: number }[],
  after: readonly { id: number }[],
  top: number,
  onScreen = 12,
): number {
  const shown = before.slice(top, top + onScreen);
  // Mostly rows came in below, and of many rows no index is made for a dozen.
  if (shown.every(({ id }, offset) => after[top + offset]?.id === id)) return 0;
  const placeBefore = new Map(shown.map(({ id }, offset) => [id, top + offset]));
  const votes = new Map<number, number>();
  for (const [now, { id }] of after.entries()) {
    const was = placeBefore.get(id);
    if (was !== undefined) votes.set(now - was, (votes.get(now - was) ?? 0) + 1);
  }
  const [most] = [...votes].sort(([one, ones], [other, others]) => others - ones || Math.abs(one) - Math.abs(other));
  return most?.[0] ?? 0;
}
