import { expect, test } from 'vitest';
import { dashboard } from '../../deploy/monitoring/dashboard.ts';
import { declaredMetrics } from '../setup/declared-metrics.ts';
import { alerts, anchorOf, runbook, writtenDashboard } from '../setup/monitoring.ts';

const sections = runbook();
const titles = writtenDashboard().panels.map(({ title }) => title);

test('the dashboard is written as its panels say (npm run dashboard)', () => {
  expect(writtenDashboard()).toEqual(JSON.parse(JSON.stringify(dashboard())));
  expect(new Set(titles).size).toBe(titles.length);
});

test('each alert says how bad it is, what is wrong, and where its section of the runbook is', () => {
  const names = alerts().map(({ alert }) => alert);
  expect(names.length).toBeGreaterThan(20);
  expect(new Set(names).size).toBe(names.length);
  for (const { alert, labels, annotations } of alerts()) {
    expect(['critical', 'warning'], alert).toContain(labels.severity);
    for (const text of [annotations.summary, annotations.description]) expect(text, alert).toMatch(/\w{3}/);
    expect(sections.has(alert), `${alert} has no section`).toBe(true);
    expect(annotations.runbook_url, alert).toMatch(
      new RegExp(`^https://livechat\\.example/docs/runbook\\.md#${anchorOf(alert)}$`),
    );
  }
});

test('each section about an alert is about one that there is, and answers all five questions', () => {
  const about = [...sections].filter(([heading]) => heading.startsWith('Livechat'));
  expect(about.map(([heading]) => heading).sort()).toEqual(
    alerts()
      .map(({ alert }) => alert)
      .sort(),
  );
  for (const [heading, text] of about) {
    for (const question of ['Means', 'Users', 'Look', 'Do', 'Over']) {
      const said = text.includes(`**${question}**`) || (text.includes('**Look and do**') && /Look|Do/.test(question));
      expect(said, `${heading}: ${question}`).toBe(true);
    }
  }
});

test('for each dependency it says what to do when it is away, slow and full', () => {
  for (const dependency of ['Postgres', 'NATS', 'Redis']) {
    for (const state of ['Away', 'Slow', 'Full']) expect(sections.get(dependency)).toContain(`- **${state}**: `);
  }
});

test('charts and sections that it names are there', () => {
  const text = [...sections.values()].join('\n').replace(/`[^`]*`/g, '');
  const charts = [...text.matchAll(/\b_([^_]+)_\b/g)].map(([, title = '']) => title.replace(/\n\s*/g, ' '));
  expect(charts.length).toBeGreaterThan(40);
  expect(charts.filter((title) => !titles.includes(title))).toEqual([]);
  const anchors = [...sections.keys()].map(anchorOf);
  for (const [, anchor] of text.matchAll(/\]\(#([\w-]+)\)/g)) expect(anchors).toContain(anchor);
});

test('what it says that a log says is in the source', () => {
  const text = [...sections.values()].join('\n').replace(/\n\s*/g, ' ');
  const quoted = [...text.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);
  const sentences = quoted.filter((words) => /^[a-zA-Z]+( [a-z]+){3,}$/.test(words) && !/^nats /.test(words));
  expect(sentences.length).toBeGreaterThanOrEqual(6);
  const { texts } = declaredMetrics();
  expect(sentences.filter((sentence) => ![...texts].some((one) => one.includes(sentence)))).toEqual([]);
});
