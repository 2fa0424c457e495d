import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { alerts, monitoringFolder } from './setup/monitoring.ts';

const promtool = (...args: string[]) => execFileSync('promtool', args, { cwd: monitoringFolder, encoding: 'utf8' });

test('Prometheus takes the rules, and each alert comes when it should and not before', () => {
  expect(promtool('check', 'rules', 'alerts.yaml')).toContain(`${alerts().length} rules found`);
  expect(promtool('test', 'rules', 'alerts.test.yaml')).toContain('SUCCESS');
});
