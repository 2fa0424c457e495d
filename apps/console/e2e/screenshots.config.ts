import { defineConfig } from 'vitest/config';
import { browser } from '../../../vitest.config.ts';

/** For `npm run screenshots`: draws, and holds nothing. */
export default defineConfig({
  ...browser,
  test: { ...browser.test, name: 'screenshots', include: ['apps/*/e2e/draw-screens.ts'], testTimeout: 300_000 },
});
