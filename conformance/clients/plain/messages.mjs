/** The messages of one conversation: an unbroken run of seqs from 1, and those that came before their turn. */
export function createMessages() {
  const held = [];
  const early = new Map();
  return {
    all: () => held,
    last: () => held.length,
    /** Whether something came that cannot be shown yet. */
    hasGap: () => early.size > 0,
    /** In any order, and as often as it likes. */
    take(message) {
      early.set(message.seq, message);
      for (const seq of early.keys()) if (seq <= held.length) early.delete(seq);
      for (let next = early.get(held.length + 1); next; next = early.get(held.length + 1)) {
        held.push(next);
        early.delete(next.seq);
      }
    },
  };
}
