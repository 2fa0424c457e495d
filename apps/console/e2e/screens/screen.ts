import type { Page } from 'playwright-core';
import type { Desk } from '../setup/browser.ts';
import type { Words } from './words.ts';
import type { World } from './world.ts';

export interface Stage {
  desk: Desk;
  page: Page;
  world: World;
  words: Words;
}

/** A state of the console that people may see: checked by the tests, and drawn by `npm run screenshots`. */
export interface Screen {
  name: string;
  /** Below `/console/`; the list of who is signed in unless said. */
  path?: (world: World) => string;
  /** Before anybody has signed in. */
  signedOut?: true;
  /** What must be so before the page is opened. */
  before?: (stage: Stage) => Promise<unknown>;
  /** What a person does then; over when it can be seen. */
  arrange: (stage: Stage) => Promise<unknown>;
  /** What the browser may say of it: a call that is made to fail. */
  problems?: RegExp;
}
