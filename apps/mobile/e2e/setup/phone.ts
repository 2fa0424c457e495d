import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { type Person, principalOf } from '../../../../tests/setup/people.ts';
import { type Desk, type DeskOptions, openBrowser } from '../../../console/e2e/setup/browser.ts';
import { signedInAs } from '../../../console/e2e/setup/launch.ts';
import { slowDown } from './slow-down.ts';

export interface PhoneOptions extends DeskOptions {
  /** Where only what is drawn counts, and not how it comes there. */
  isFast?: boolean;
}

/** A phone with nobody signed in: a slow one on a slow network. */
export async function openPhone({ isFast = false, ...options }: PhoneOptions = {}): Promise<Desk> {
  return openBrowser({
    app: 'app',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    ...options,
    async prepare(desk) {
      if (!isFast) await slowDown(desk.page);
      await options.prepare?.(desk);
    },
  });
}

/** One more tab of a phone, as slow as the first. */
export async function openTab({ context }: Pick<Desk, 'context'>, path: string): Promise<Page> {
  const page = await context.newPage();
  await slowDown(page);
  await page.goto(path);
  return page;
}

/** The phone of a customer who has signed in before. */
export async function openApp(person: Person, options: PhoneOptions = {}): Promise<Desk> {
  const signedIn = { token: person.token, principal: await principalOf(person) };
  const storageState = signedInAs(inject('system').gateway, signedIn, options.settings, 'app');
  const desk = await openPhone({ storageState, ...options });
  await desk.page.locator('.screen-head').waitFor();
  return desk;
}

/** The parts of the app, as a person finds them. */
export const titleOf = (page: Page) => page.getByRole('heading', { level: 1 });
export const boxOf = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });
export const logOf = (page: Page) => page.getByRole('log', { name: 'Messages' });
export const rowOf = (page: Page, subject: string) => page.getByRole('link').filter({ hasText: subject });
export const messageOf = (page: Page, text: string) => logOf(page).getByRole('article').filter({ hasText: text });
export const bannerOf = (page: Page) => page.locator('.connection-banner');

export const pathOf = ({ id }: { id: number }) => `c/${id}`;

export async function write(page: Page, text: string): Promise<void> {
  await boxOf(page).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** The texts on the screen from top to bottom. */
export function textsOn(page: Page): Promise<string[]> {
  return logOf(page).locator('.message-text').allTextContents();
}

/** How far an own message has come, in words. */
export async function expectState(page: Page, text: string, state: string, timeout?: number): Promise<void> {
  const options = timeout === undefined ? {} : { timeout };
  await expect.poll(() => messageOf(page, text).locator('.message-state').textContent(), options).toBe(state);
}
