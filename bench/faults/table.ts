import type { Outcome } from './run-faults.ts';

const head = [
  'fault',
  'acknowledged',
  'lost',
  'doubled',
  'gaps',
  'counters wrong',
  'foreign text seen',
  'unplanned exits',
  'wrong or late answers',
  'refused',
  'longest outage s',
  'p99 s',
  'settled s',
];

const seconds = (ms: number) => (ms / 1_000).toFixed(2);

export function row({ fault, acknowledged, broken, longestOutageMs, p99Ms, settledMs }: Outcome): string {
  const { lost, doubled, gaps, counters, foreign, exits, answers, refused } = broken;
  const counts = [acknowledged, lost, doubled, gaps, counters, foreign, exits, answers, refused];
  return `| ${[fault, ...counts, ...[longestOutageMs, p99Ms, settledMs].map(seconds)].join(' | ')} |`;
}

export const tableHead = `| ${head.join(' | ')} |\n|${head.map((_, index) => (index === 0 ? ' --- |' : ' ---: |')).join('')}`;

/** All rounds of one fault as one row: counts added, times the worst. */
export function summed(outcomes: readonly Outcome[]): Outcome[] {
  const byFault = new Map<string, Outcome>();
  for (const one of outcomes) {
    const sum = byFault.get(one.fault);
    byFault.set(one.fault, sum ? added(sum, one) : one);
  }
  return [...byFault.values()];
}

function added(sum: Outcome, one: Outcome): Outcome {
  const broken = { ...sum.broken };
  for (const [column, count] of Object.entries(one.broken)) broken[column as keyof typeof broken] += count;
  return {
    fault: sum.fault,
    acknowledged: sum.acknowledged + one.acknowledged,
    broken,
    problems: [...sum.problems, ...one.problems],
    longestOutageMs: Math.max(sum.longestOutageMs, one.longestOutageMs),
    p99Ms: Math.max(sum.p99Ms, one.p99Ms),
    settledMs: Math.max(sum.settledMs, one.settledMs),
  };
}
