import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

const root = resolve(import.meta.dirname, '../..');
const kinds = ['counter', 'gauge', 'histogram'];

export interface DeclaredMetric {
  kind: string;
  labels: string[];
}

export interface Declared {
  metrics: Map<string, DeclaredMetric>;
  /** Every text and every name of a field in the source of the services: what labels can be is among them. */
  texts: Set<string>;
}

interface Called {
  type: string;
  name?: string;
  object?: Called;
  property?: Called;
}
interface Argument {
  type: string;
  value?: unknown;
  elements?: (Argument | null)[];
}

/** What the services make with `metrics`, as it stands in their source: a counter that has not counted yet shows no labels. */
export function declaredMetrics(): Declared {
  const metrics: Declared['metrics'] = new Map();
  const texts: Declared['texts'] = new Set();
  for (const file of globSync('{packages/{service,edge,bus,contracts},services/*}/src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts')) continue;
    const { program } = parseSync(file, readFileSync(resolve(root, file), 'utf8'));
    new Visitor({
      Literal({ value }) {
        if (typeof value === 'string') texts.add(value);
      },
      Property({ key }) {
        if (key.type === 'Identifier') texts.add(key.name);
      },
      CallExpression(node) {
        const { object, property } = node.callee as Called;
        const kind = property?.name ?? '';
        if (object?.name !== 'metrics' || !kinds.includes(kind)) return;
        const [name, , labels] = node.arguments as Argument[];
        if (typeof name?.value !== 'string') throw new Error(`${file} makes a metric whose name is not written out`);
        const elements = labels?.elements ?? [];
        metrics.set(`livechat_${name.value}`, { kind, labels: elements.map((label) => String(label?.value)) });
      },
    }).visit(program);
  }
  return { metrics, texts };
}
