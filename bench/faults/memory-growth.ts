export interface Sample {
  /** Since anything. */
  seconds: number;
  megabytes: number;
}

export interface Growth {
  megabytes: number;
  /** How long the process lived. */
  seconds: number;
}

/** Code is compiled and pools fill: that is no leak. */
export const warmSeconds = 60;
/** From this age on a process is judged. */
export const worthSeconds = 180;
/** Measured without a fault: see docs/guarantees.md. What is kept of each message or connection is more than that soon. */
export const growthLimitMegabytes = 60;

/**
 * How much more memory a process needs at the end than after it had warmed up; undefined for a life too short to say.
 * The least of a third is what is left after a collection, so a peak at either end counts for nothing.
 */
export function growthOf(life: readonly Sample[]): Growth | undefined {
  const [first, last] = [life[0], life.at(-1)];
  if (!first || !last || last.seconds - first.seconds <= worthSeconds) return undefined;
  const warm = first.seconds + warmSeconds;
  const third = (last.seconds - warm) / 3;
  const least = (from: number, to: number) =>
    Math.min(...life.filter(({ seconds }) => seconds >= from && seconds <= to).map(({ megabytes }) => megabytes));
  const [before, after] = [least(warm, warm + third), least(last.seconds - third, last.seconds)];
  if (!Number.isFinite(before)) return undefined;
  return { megabytes: after - before, seconds: last.seconds - first.seconds };
}

export const isTooMuch = ({ megabytes }: Growth) => megabytes > growthLimitMegabytes;
