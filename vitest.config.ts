import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { findChromium } from './tests/setup/find-chromium.ts';
import { findProgram } from './tests/setup/find-program.ts';

/** Workspace packages are taken from their sources, as every process here does. */
const fromSource = {
  resolve: {
    alias: [
      { find: /^@livechat\/([^/]+)\/(.+\.(?:tsx|css))$/, replacement: `${import.meta.dirname}/packages/$1/src/$2` },
      { find: /^@livechat\/([^/]+)\/(.+)$/, replacement: `${import.meta.dirname}/packages/$1/src/$2.ts` },
    ],
  },
};

/** The apps in a real browser, with a system of their own: after the others, which kill parts of theirs. */
export const browser = {
  ...fromSource,
  test: {
    name: 'browser',
    include: ['apps/*/e2e/**/*.test.ts'],
    globalSetup: './apps/console/e2e/setup/running-apps.ts',
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 120_000,
  },
};

/** What helm makes of the charts, which needs no cluster. */
const charts = {
  ...fromSource,
  test: {
    name: 'charts',
    include: ['tests/charts/**/*.test.ts'],
    globalSetup: './tests/charts/setup/unpack-helm.ts',
    // What was rendered for one file serves the others.
    isolate: false,
    testTimeout: 30_000,
  },
};
const hasHelm = (process.platform === 'linux' && process.arch === 'x64') || findProgram('helm');
if (!hasHelm) process.stderr.write(`No helm on the PATH: ${charts.test.include} is left out.\n`);

/** The release before beside the working tree, with a system of their own; after the browser, since it needs both cores. */
const upgrades = {
  ...fromSource,
  test: {
    name: 'upgrades',
    include: ['tests/upgrades/**/*.test.ts'],
    globalSetup: './tests/upgrades/setup/two-versions.ts',
    setupFiles: './tests/setup/nothing-denied.ts',
    fileParallelism: false,
    sequence: { groupOrder: 2 },
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 120_000,
  },
};
// An archive of the sources has no release before.
const hasHistory = existsSync(`${import.meta.dirname}/.git`) && findProgram('git');
if (!hasHistory) process.stderr.write(`No git repository here: ${upgrades.test.include} is left out.\n`);

/** The apps' files as their container serves them. */
const webContainer = {
  ...fromSource,
  test: {
    name: 'web-container',
    include: ['tests/web-container.test.ts'],
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
  },
};
/** The alerts as Prometheus itself reads them; its promtool comes with it, and not with npm. */
const promtool = { ...fromSource, test: { name: 'promtool', include: ['tests/promtool.test.ts'] } };
if (!findProgram('promtool')) process.stderr.write(`No promtool on the PATH: ${promtool.test.include} is left out.\n`);
if (!findProgram('caddy')) process.stderr.write(`No caddy on the PATH: ${webContainer.test.include} is left out.\n`);

export default defineConfig({
  test: {
    reporters: ['default', './tests/setup/closing-line.ts'],
    projects: [
      {
        ...fromSource,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/{src,widget}/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'bench/**/*.test.ts',
            'conformance/**/*.test.ts',
            'tests/source/**/*.test.ts',
          ],
        },
      },
      {
        ...fromSource,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: [
            'tests/source/**',
            ...[charts, promtool, webContainer, upgrades].flatMap(({ test }) => test.include),
          ],
          globalSetup: './tests/setup/running-system.ts',
          setupFiles: './tests/setup/nothing-denied.ts',
          // They share one running system, and some kill parts of it.
          fileParallelism: false,
          testTimeout: 30_000,
          // A busy machine is slow; what has to be quick says so in its test.
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 120_000,
        },
      },
      ...(hasHelm ? [charts] : []),
      ...(hasHistory ? [upgrades] : []),
      // Where there is no browser, the run's last line says so.
      ...(findChromium() ? [browser] : []),
      // Without Caddy there is no such project, and who asks for it by name is told so.
      ...(findProgram('caddy') ? [webContainer] : []),
      ...(findProgram('promtool') ? [promtool] : []),
    ],
  },
});
