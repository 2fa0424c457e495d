import { type Rule, rules } from './rules.ts';
import type { Result } from './run-schedule.ts';

/** What went wrong in one schedule, and how to see it again. */
export function failureOf({ schedule, violations, seconds }: Result, command: string): string {
  const lines = violations.map(({ rule, detail }) => `    ${rule}: ${detail}\n      ${rules[rule]}`);
  return [`FAILED ${schedule.name} after ${seconds.toFixed(1)} s`, ...lines, `    again: ${command}`].join('\n');
}

/** One line for a client: how many schedules, how many failed by which rule, how long. */
export function summaryOf(name: string, results: readonly Result[], seconds: number): string {
  const failed = results.filter(({ violations }) => violations.length > 0);
  const byRule = new Map<Rule, number>();
  for (const { violations } of failed) {
    const rule = violations[0]?.rule;
    if (rule) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  }
  const failures = [...byRule].map(([rule, count]) => `${rule} ${count}`).join(', ') || 'none';
  const times = results.map((result) => result.seconds).sort((one, other) => one - other);
  const at = (share: number) => `${(times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(2)} s`;
  return `| ${name} | ${results.length} | ${results.length - failed.length} | ${failures} | ${at(0.5)} | ${at(0.99)} | ${seconds.toFixed(0)} s |`;
}

export const summaryHead =
  '| client | schedules | passed | failed, by the first broken rule | median | 99 % | all |\n| --- | --- | --- | --- | --- | --- | --- |';
