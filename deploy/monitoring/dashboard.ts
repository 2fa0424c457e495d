import { type Panel, rows } from './panels.ts';

const columns = 3;
const [width, height] = [8, 8];
const datasource = { type: 'prometheus', uid: '$datasource' };

/** The panels as Grafana (10 and later) imports them. */
export function dashboard() {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      gridPos: { x: 0, y, w: 24, h: 1 },
      panels: [],
    });
    y += 1;
    for (const [index, panel] of row.panels.entries()) {
      const gridPos = {
        x: (index % columns) * width,
        y: y + Math.floor(index / columns) * height,
        w: width,
        h: height,
      };
      panels.push({ id: panels.length + 1, ...chart(panel), gridPos });
    }
    y += Math.ceil(row.panels.length / columns) * height;
  }
  return {
    uid: 'livechat',
    title: 'Live Chat',
    description: 'What the services tell on /metrics. What to do about it is in docs/runbook.md.',
    tags: ['livechat'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
        {
          name: 'job',
          label: 'Service',
          type: 'query',
          datasource,
          query: { query: 'label_values(up{job=~"livechat.*"}, job)', refId: 'job' },
          refresh: 2,
          includeAll: true,
          multi: true,
          allValue: 'livechat.*',
          current: { text: 'All', value: '$__all' },
        },
      ],
    },
    panels,
  };
}

function chart({ title, unit, lines, about }: Panel): object {
  return {
    type: 'timeseries',
    title,
    ...(about !== undefined && { description: about }),
    datasource,
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 8, showPoints: 'never' } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: lines.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat,
    })),
  };
}
