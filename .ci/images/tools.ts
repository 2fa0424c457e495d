import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';

/** Programs in Go of which Debian has none, or one too old. They are kept: to build them takes minutes. */
export const tools = {
  caddy: { module: 'github.com/caddyserver/caddy/v2', version: 'v2.11.9', command: 'cmd/caddy' },
  'nats-server': { module: 'github.com/nats-io/nats-server/v2', version: 'v2.15.2', command: '' },
  'docker-compose': { module: 'github.com/docker/compose/v2', version: 'v2.40.3', command: 'cmd' },
} as const;
export type Tool = keyof typeof tools;

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'livechat', 'tools');

/** The path of a program that needs nothing besides itself. */
export async function buildTool(name: Tool): Promise<string> {
  const { module, version, command } = tools[name];
  const program = join(cache, `${name}-${version}`);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'livechat-tool-'));
  try {
    // Within a module of ours: `go install` refuses a module that excludes some versions.
    writeFileSync(join(folder, 'go.mod'), `module tool\n\ngo 1.24\n`);
    const options = { cwd: folder, environment: { CGO_ENABLED: '0' }, limitSeconds: 900 };
    const path = command === '' ? module : `${module}/${command}`;
    await run('go', ['get', `${path}@${version}`], options);
    await run('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', 'built', path], options);
    renameSync(join(folder, 'built'), program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
}
