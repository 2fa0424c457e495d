import type { Sent } from './jobs.ts';

/** Of one load on one system. Times are in milliseconds, to the frame on the staff's socket unless they say otherwise. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  p999: number;
  /** To the answer. */
  ack50: number;
  ack99: number;
  /** Of CPU for each message, Postgres and all parts with it. */
  cpuMs: number;
  /** The same by part. */
  partsMs: Record<string, number>;
}

export type Field = Exclude<keyof Figures, 'partsMs'>;

export function figuresOf(sent: Sent, before: Record<string, number>, after: Record<string, number>): Figures {
  const took = sorted(sent.tookMs);
  const acks = sorted(sent.ackMs);
  const perMessage = ([part, seconds]: [string, number]): [string, number] => [
    part,
    ((seconds - (before[part] ?? 0)) * 1_000) / took.length,
  ];
  const partsMs = Object.fromEntries(Object.entries(after).map(perMessage));
  return {
    perSecond: took.length / sent.seconds,
    p50: at(0.5, took),
    p99: at(0.99, took),
    p999: at(0.999, took),
    ack50: at(0.5, acks),
    ack99: at(0.99, acks),
    cpuMs: Object.values(partsMs).reduce((sum, one) => sum + one, 0),
    partsMs,
  };
}

/** The median of each. */
export function medianOf(rounds: readonly Figures[]): Figures {
  const of = (field: Field) => at(0.5, sorted(rounds.map((figures) => figures[field])));
  const partsMs = Object.keys(rounds[0]?.partsMs ?? {}).map((part): [string, number] => [
    part,
    at(0.5, sorted(rounds.map((figures) => figures.partsMs[part] ?? 0))),
  ]);
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    p999: of('p999'),
    ack50: of('ack50'),
    ack99: of('ack99'),
    cpuMs: of('cpuMs'),
    partsMs: Object.fromEntries(partsMs),
  };
}

export const line = ({ perSecond, p50, p99, p999, ack50, ack99, cpuMs }: Figures): string =>
  [
    `${perSecond.toFixed(0).padStart(6)}/s`,
    `frame p50 ${ms(p50)} p99 ${ms(p99)} p99.9 ${ms(p999)}`,
    `answer p50 ${ms(ack50)} p99 ${ms(ack99)} ms`,
    `CPU ${cpuMs.toFixed(2)} ms`,
  ].join('  ');

const ms = (value: number) => value.toFixed(1).padStart(6);
const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const at = (share: number, values: readonly number[]) => values[Math.ceil(share * values.length) - 1] ?? Number.NaN;
