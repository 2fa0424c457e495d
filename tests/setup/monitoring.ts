import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');

export interface Alert {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity?: string };
  annotations: { summary?: string; description?: string; runbook_url?: string };
}

export interface Dashboard {
  panels: { title: string; type: string; targets?: { expr: string; legendFormat: string }[] }[];
}

export const monitoringFolder = resolve(root, 'deploy/monitoring');

export function alerts(): Alert[] {
  const file: { groups: { rules: Alert[] }[] } = parse(readFileSync(resolve(monitoringFolder, 'alerts.yaml'), 'utf8'));
  return file.groups.flatMap(({ rules }) => rules);
}

export function writtenDashboard(): Dashboard {
  return JSON.parse(readFileSync(resolve(monitoringFolder, 'dashboard.json'), 'utf8'));
}

/** The text below each heading, by the heading. */
export function runbook(): Map<string, string> {
  const [, ...sections] = readFileSync(resolve(root, 'docs/runbook.md'), 'utf8').split(/^#{2,3} /m);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n')];
    }),
  );
}

/** Where a heading is found in a rendered page, as GitHub and GitLab make it. */
export const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
