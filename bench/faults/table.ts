import type { Outcome } from './run-faults.ts';

const head = [
  'fault',
  'acknowledged',
  'changes',
  'lost',
  'doubled',
  'gaps',
  'counters wrong',
  'foreign text seen',
  'unplanned exits',
  'wrong or late answers',
  'shown late',
  'refused',
  'longest outage s',
  'acknowledged p99 s',
  'shown median s',
  'shown p99 s',
  'settled s',
];

const seconds = (ms: number) => (ms / 1_000).toFixed(2);

export function row({ fault, acknowledged, changes, broken, ...times }: Outcome): string {
  const { longestOutageMs, p99Ms, shownMedianMs, shownP99Ms, settledMs } = times;
  const { lost, doubled, gaps, counters, foreign, exits, answers, late, refused } = broken;
  const counts = [acknowledged, changes, lost, doubled, gaps, counters, foreign, exits, answers, late, refused];
  return `| ${[fault, ...counts, ...[longestOutageMs, p99Ms, shownMedianMs, shownP99Ms, settledMs].map(seconds)].join(' | ')} |`;
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
    changes: sum.changes + one.changes,
    broken,
    problems: [...sum.problems, ...one.problems],
    longestOutageMs: Math.max(sum.longestOutageMs, one.longestOutageMs),
    p99Ms: Math.max(sum.p99Ms, one.p99Ms),
    shownMedianMs: Math.max(sum.shownMedianMs, one.shownMedianMs),
    shownP99Ms: Math.max(sum.shownP99Ms, one.shownP99Ms),
    settledMs: Math.max(sum.settledMs, one.settledMs),
  };
}
