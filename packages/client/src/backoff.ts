export interface Backoff {
  firstMs: number;
  maxMs: number;
}

const factor = 1.5;

/**
 * How long to wait after so many failures in a row: half as long again each time, so that nobody waits much longer than
 * half of what the outage took, and between half and all of it at random, so that clients that were cut together do not
 * come back together.
 */
export function backoffMs({ firstMs, maxMs }: Backoff, failures: number, random: () => number = Math.random): number {
  const whole = Math.min(maxMs, firstMs * factor ** Math.min(failures, 30));
  return Math.round(whole * (0.5 + random() / 2));
}
