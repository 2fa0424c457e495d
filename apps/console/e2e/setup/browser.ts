import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { type Person, principalOf } from '../../../../tests/setup/people.ts';
import { type App, launch, signedInAs } from './launch.ts';

let browser: Browser | undefined;
const open = new Map<BrowserContext, Watched>();

interface Watched {
  problems: string[];
  expected: RegExp[];
}

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
afterEach(async () => {
  const watched = [...open];
  open.clear();
  await Promise.all(watched.map(([context]) => context.close()));
  // Whatever a page says of itself is a defect until it is explained.
  for (const [, { problems, expected }] of watched) {
    expect(problems.filter((problem) => !expected.some((one) => one.test(problem)))).toEqual([]);
  }
});

export interface Desk {
  page: Page;
  context: BrowserContext;
  /** What the browser may say of itself in this test: a refused call, a cut connection. */
  expectProblem(pattern: RegExp): void;
}

export interface DeskOptions extends BrowserContextOptions {
  /** Where it is served; the console unless told. */
  app?: App;
  /** Below the app's own address. */
  path?: string;
  /** What one person chose before, as personal-settings.ts keeps it. */
  settings?: object;
  /** What is done before the page is opened: calls that are to fail. */
  prepare?: (desk: Desk) => Promise<unknown>;
}

/** A browser of its own with nobody signed in. */
export async function openBrowser(given: DeskOptions = {}): Promise<Desk> {
  const { app = 'console', path = '', settings: _, prepare, ...options } = given;
  if (!browser) throw new Error('No browser was launched');
  const context = await browser.newContext({
    baseURL: `${inject('system').gateway}/${app}/`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  const watched: Watched = { problems: [], expected: [] };
  open.set(context, watched);
  context.on('weberror', (error) => watched.problems.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') watched.problems.push(message.text());
  });
  // The browser does not say so itself when what is forbidden was only tried.
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`forbidden by the page's policy: ${effectiveDirective} ${blockedURI}`),
    ),
  );
  const page = await context.newPage();
  const desk: Desk = { page, context, expectProblem: (pattern) => void watched.expected.push(pattern) };
  await prepare?.(desk);
  await page.goto(path);
  return desk;
}

/** A browser in which this member of staff has signed in before, and the console is on the screen. */
export async function openDesk(person: Person, options: DeskOptions = {}): Promise<Desk> {
  const signedIn = { token: person.token, principal: await principalOf(person) };
  const storageState = signedInAs(inject('system').gateway, signedIn, options.settings);
  const desk = await openBrowser({ ...options, storageState });
  await desk.page.locator('.rail').waitFor();
  return desk;
}
