import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findProgram } from './find-program.ts';

/** The Chromium of this machine: on the PATH, or the one that Playwright keeps. Undefined when there is none. */
export function findChromium(): string | undefined {
  const onPath = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome');
  if (onPath) return onPath;
  const kept = chromium.executablePath();
  return existsSync(kept) ? kept : undefined;
}
