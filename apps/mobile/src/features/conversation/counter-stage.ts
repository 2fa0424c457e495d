/** Above this share of the limit it is counted. */
const countedFrom = 0.8;

/** How near a text is to its limit. A change of this is worth saying aloud; each letter is not. */
export function stageOf(length: number, limit: number): 'near' | 'full' | 'over' | undefined {
  if (length > limit) return 'over';
  if (length === limit) return 'full';
  return length > limit * countedFrom ? 'near' : undefined;
}
