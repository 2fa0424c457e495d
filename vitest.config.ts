import { defineConfig } from 'vitest/config';

/** Workspace packages are taken from their sources, as every process here does. */
const fromSource = {
  resolve: {
    alias: [{ find: /^@livechat\/([^/]+)\/(.+)$/, replacement: `${import.meta.dirname}/packages/$1/src/$2.ts` }],
  },
};

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
            'apps/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/source/**/*.test.ts',
          ],
        },
      },
      {
        ...fromSource,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/source/**'],
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
    ],
  },
});
