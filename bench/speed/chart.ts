/** CPU milliseconds of each message by system and part. */
export type Bars = Record<string, Record<string, number>>;

const colours: Record<string, string> = {
  process: '#5b6b8c',
  gateway: '#2f6fde',
  chat: '#1f9e89',
  moderation: '#8bc34a',
  realtime: '#f2a33a',
  postgres: '#9a6fb0',
  nats: '#d1495b',
  redis: '#b0b7c3',
};
const size = { width: 760, rowHeight: 46, left: 110, right: 90, top: 56 };

/** One stacked bar for each system, as SVG: what a message costs, and where. */
export function drawBars(title: string, bars: Bars): string {
  const totals = Object.values(bars).map((parts) => sum(Object.values(parts)));
  const scale = (size.width - size.left - size.right) / Math.max(...totals);
  const rows = Object.entries(bars).map(([name, parts], index) => {
    const y = size.top + index * size.rowHeight;
    let x = size.left;
    const pieces = Object.entries(parts).map(([part, ms]) => {
      const width = ms * scale;
      const piece = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="26" fill="${colours[part] ?? '#777'}"><title>${part} ${ms.toFixed(2)} ms</title></rect>`;
      x += width;
      return piece;
    });
    return [
      `<text x="${size.left - 10}" y="${y + 18}" text-anchor="end">${name}</text>`,
      ...pieces,
      `<text x="${(x + 8).toFixed(1)}" y="${y + 18}">${sum(Object.values(parts)).toFixed(2)} ms</text>`,
    ].join('\n');
  });
  const legendY = size.top + rows.length * size.rowHeight + 10;
  const parts = [...new Set(Object.values(bars).flatMap((of) => Object.keys(of)))];
  const legend = parts.map(
    (part, index) =>
      `<rect x="${size.left + index * 78}" y="${legendY}" width="10" height="10" fill="${colours[part] ?? '#777'}"/><text x="${size.left + index * 78 + 14}" y="${legendY + 9}" font-size="11">${part}</text>`,
  );
  const height = legendY + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#222" role="img">`,
    `<title>${title}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${size.left}" y="30" font-size="15" font-weight="600">${title}</text>`,
    ...rows,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
