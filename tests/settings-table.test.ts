import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Settings as ChatSettings } from '../services/chat/src/config.ts';
import { Settings as GatewaySettings } from '../services/gateway/src/config.ts';
import { Settings as ModerationSettings } from '../services/moderation/src/config.ts';
import { Settings as RealtimeSettings } from '../services/realtime/src/config.ts';

const settings = {
  chat: ChatSettings,
  gateway: GatewaySettings,
  moderation: ModerationSettings,
  realtime: RealtimeSettings,
};

/** The rows of the README's table: which settings, of which services. */
function documented(): Map<string, string> {
  const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');
  const [table = ''] = readme.split('\n## Settings\n')[1]?.split('\n\nWhat the services count') ?? [];
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    rows.flatMap((row) => {
      const [, names = '', of = ''] = row.split('|');
      return [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']): [string, string] => [name, of.trim()]);
    }),
  );
}

test('the README names every setting of every service, with the services that read it, and no other', () => {
  const readBy = new Map<string, string[]>();
  for (const [service, schema] of Object.entries(settings)) {
    for (const name of Object.keys(schema.shape)) readBy.set(name, [...(readBy.get(name) ?? []), service]);
  }
  const expected = new Map(
    [...readBy].map(([name, services]) => [name, services.length === 4 ? 'all' : services.join(', ')]),
  );
  const rows = documented();
  for (const name of ['LIVECHAT_PORT', 'LIVECHAT_DATA_DIR']) {
    expect(rows.get(name)).toBe('`npm start`');
    rows.delete(name);
  }
  expect(Object.fromEntries([...rows].sort())).toEqual(Object.fromEntries([...expected].sort()));
});
