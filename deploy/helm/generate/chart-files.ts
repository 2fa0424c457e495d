import { join } from 'node:path';
import { chartFacts, chartNames } from './chart-facts.ts';
import { serviceValuesSchema, umbrellaValuesSchema } from './values-schema.ts';

export interface ChartFile {
  path: string;
  content: object;
}

/** What `npm run charts` writes: what the charts know of the services, and what may stand in their values. */
export function chartFiles(): ChartFile[] {
  const folder = join(import.meta.dirname, '..');
  const ofServices = chartNames.flatMap((chart) => {
    const facts = chartFacts(chart);
    return [
      { path: join(folder, chart, 'facts.json'), content: facts },
      { path: join(folder, chart, 'values.schema.json'), content: serviceValuesSchema(facts) },
    ];
  });
  return [...ofServices, { path: join(folder, 'livechat/values.schema.json'), content: umbrellaValuesSchema() }];
}
