import { parser } from '@prometheus-io/lezer-promql';

export interface Selector {
  metric: string;
  matchers: { label: string; operator: string; value: string }[];
}

export interface Expression {
  selectors: Selector[];
  /** Labels by which it groups or joins. */
  groupedBy: string[];
}

/** What of an expression has to exist elsewhere. Throws when it is none. */
export function readExpression(text: string): Expression {
  // Of Grafana, which puts a duration there.
  const expression = text.replaceAll('$__rate_interval', '5m');
  const read: Expression = { selectors: [], groupedBy: [] };
  parser.parse(expression).iterate({
    enter({ name, from, to, type, node }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      const at = (child: string) => {
        const found = node.getChild(child);
        return found ? expression.slice(found.from, found.to) : '';
      };
      if (name === 'VectorSelector') read.selectors.push({ metric: at('Identifier'), matchers: [] });
      if (name === 'UnquotedLabelMatcher') {
        const value = at('StringLiteral').slice(1, -1);
        read.selectors.at(-1)?.matchers.push({ label: at('LabelName'), operator: at('MatchOp'), value });
      }
      if (name === 'GroupingLabels') read.groupedBy.push(...expression.slice(from + 1, to - 1).split(/,\s*/));
    },
  });
  return read;
}
