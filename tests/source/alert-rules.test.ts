import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { alerts, monitoringFolder } from '../setup/monitoring.ts';

test('each alert has a case in which it comes', () => {
  const cases = readFileSync(resolve(monitoringFolder, 'alerts.test.yaml'), 'utf8');
  for (const { alert } of alerts()) expect(cases).toContain(`{alertname="${alert}"}`);
});
