// prom-client is what Node services are measured with: Prometheus' own list names it, and its text is read everywhere.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Only from a small set that is known beforehand: never an id, a text, a path or anything else that people make up. */
type Labels<Label extends string> = Record<Label, string | number>;

export interface Sample<Label extends string> {
  labels: Labels<Label>;
  value: number;
}

/** What a process counts, for `/metrics`. Names get `livechat_` in front. */
export interface Metrics {
  counter<Label extends string = never>(
    name: `${string}_total`,
    help: string,
    labels?: readonly Label[],
  ): (labels: Labels<Label>, count?: number) => void;
  histogram<Label extends string = never>(
    name: `${string}_seconds`,
    help: string,
    labels?: readonly Label[],
  ): (labels: Labels<Label>, durationMs: number) => void;
  /** Read at each scrape. What cannot be read in a second, or at all, is left out. */
  gauge<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[],
    read: () => Sample<Label>[] | Promise<Sample<Label>[]>,
  ): void;
  contentType: string;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
}

const prefix = 'livechat_';
const readTimeoutMs = 1_000;
const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  // Under the names that every dashboard for Node knows.
  collectDefaultMetrics({ register: registry });
  const common = (name: string, help: string, labels: readonly string[]) => ({
    name: prefix + name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    counter(name, help, labels = []) {
      const counter = new Counter(common(name, help, labels));
      return (values, count = 1) => counter.inc(values, count);
    },
    histogram(name, help, labels = []) {
      const histogram = new Histogram({ ...common(name, help, labels), buckets: bucketsSeconds });
      return (values, durationMs) => histogram.observe(values, durationMs / 1000);
    },
    gauge(name, help, labels, read) {
      new Gauge({
        ...common(name, help, labels),
        async collect() {
          const samples = await soon(read);
          this.reset();
          // A gauge without labels is 0 after a reset, which would be a lie about what could not be read.
          if (samples.length === 0) this.remove();
          for (const { labels: values, value } of samples) this.set(values, value);
        },
      });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

async function soon<S>(read: () => S[] | Promise<S[]>): Promise<S[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<S[]>((resolve) => {
    timer = setTimeout(resolve, readTimeoutMs, []);
  });
  const samples = Promise.resolve()
    .then(read)
    .catch((): S[] => []);
  return Promise.race([samples, late]).finally(() => clearTimeout(timer));
}
