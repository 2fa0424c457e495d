// Gets a Chromium for the browser tests where there is none. Without one the other tests run all the same, and the last
// line of the run says what did not.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';

const limitMs = 300_000;

/** What went wrong, in a line; undefined when it went well. */
function run(program: string, ...parameters: string[]): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8', timeout: limitMs, env });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1) ?? `status ${status}`);
}

/** As root on Debian and Ubuntu; with a font, since a small machine has none and texts would have no width. */
function fromDistribution(): string | undefined {
  const isDebian =
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (process.getuid?.() !== 0 || !isDebian) return 'only root may install packages of the distribution';
  const packages = ['chromium', 'fonts-noto-core'];
  return run('apt-get', 'update') ?? run('apt-get', 'install', '--yes', '--no-install-recommends', ...packages);
}

function fromPlaywright(): string | undefined {
  const cli = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '../cli.js');
  return run(process.execPath, cli, 'install', 'chromium');
}

if (!findChromium()) {
  process.stderr.write('Fetching Chromium for the browser tests, once.\n');
  const failures = [fromDistribution, fromPlaywright].map((attempt) => (findChromium() ? undefined : attempt()));
  if (!findChromium()) process.stderr.write(`There is no Chromium: ${failures.filter(Boolean).join('; ')}\n`);
}
