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
  const place = new Map(after.map(({ id }, index) => [id, index]));
  const votes = new Map<number, number>();
  for (const [offset, { id }] of before.slice(top, top + onScreen).entries()) {
    const now = place.get(id);
    if (now !== undefined) votes.set(now - top - offset, (votes.get(now - top - offset) ?? 0) + 1);
  }
  const [most] = [...votes].sort(([one, ones], [other, others]) => others - ones || Math.abs(one) - Math.abs(other));
  return most?.[0] ?? 0;
}
