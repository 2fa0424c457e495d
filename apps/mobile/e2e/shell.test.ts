import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { callsOf, pressBack, standInForAndroid } from './setup/android-side.ts';
import { expectState, messageOf, openPhone, rowOf, titleOf, write } from './setup/phone.ts';
import { buildShell, cap, mobile, serveShell, shell } from './setup/shell-files.ts';

const staff = newPerson('admin');
/** In the app's folder, where the command finds what is installed. */
let project = '';
let files = '';
let server: Server;

beforeAll(async () => {
  project = mkdtempSync(join(mobile, 'dist-shell-'));
  files = join(project, 'dist-shell');
  await buildShell(files);
  server = await serveShell(files);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(project, { recursive: true, force: true });
});

const pathOn = (page: Page) => new URL(page.url()).pathname;

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('demo');
  await page.getByRole('textbox', { name: 'Password' }).fill('demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'New conversation' }).waitFor();
}

/** Opens a conversation by hand, and again from the list, where it has its number. */
async function ask(page: Page, subject: string): Promise<number> {
  await page.getByRole('link', { name: 'New conversation' }).click();
  await page.getByRole('textbox', { name: 'What is it about?' }).fill(subject);
  await page.getByRole('textbox', { name: 'Your message' }).fill('There is smoke.');
  await page.getByRole('button', { name: 'Send' }).click();
  await titleOf(page).getByText(subject).waitFor();
  await expectState(page, 'There is smoke.', 'Sent');
  await page.getByRole('link', { name: 'Back' }).click();
  await rowOf(page, subject).click();
  await expect.poll(() => pathOn(page)).toMatch(/^\/c\/\d+$/);
  return Number(pathOn(page).slice('/c/'.length));
}

test('from files of its own the app signs in, sends, and hears the answer; no worker is registered', async () => {
  const { page, context } = await openPhone({ path: shell() });
  await signIn(page);
  const id = await ask(page, 'The printer burns');
  await write(page, 'More smoke.');
  await expectState(page, 'More smoke.', 'Sent');
  expect((await readAll(staff, id)).map(({ message }) => message)).toEqual(['There is smoke.', 'More smoke.']);
  await send(staff, id, 'Pull the plug.');
  await messageOf(page, 'Pull the plug.').waitFor();

  const again = await context.newPage();
  await again.goto(`${shell()}/c/${id}`);
  await titleOf(again).getByText('The printer burns').waitFor();
  await messageOf(again, 'Pull the plug.').waitFor();
  expect(pathOn(again)).toBe(`/c/${id}`);
  await again.getByRole('link', { name: 'Back' }).click();
  await rowOf(again, 'The printer burns').waitFor();
  expect(pathOn(again)).toBe('/');
  for (const one of [page, again]) {
    expect(await one.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    expect(await one.locator('link[rel="manifest"]').count()).toBe(0);
  }
});

test("Android's back button closes what lies on the screen, goes back, and leaves the app at the list", async () => {
  const { page, context } = await openPhone({ path: shell(), prepare: standInForAndroid });
  await signIn(page);
  const id = await ask(page, 'A bill');
  const leavings = async () => (await callsOf(page, 'App', 'minimizeApp')).length;
  await page.getByRole('button', { name: 'About this conversation' }).click();
  await page.getByRole('dialog').waitFor();
  await pressBack(page);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect([pathOn(page), await leavings()]).toEqual([`/c/${id}`, 0]);
  await pressBack(page);
  await rowOf(page, 'A bill').waitFor();
  expect([pathOn(page), await leavings()]).toEqual(['/', 0]);
  await pressBack(page);
  await expect.poll(leavings).toBe(1);
  expect(pathOn(page)).toBe('/');

  // Opened with a conversation there is nothing to go back to.
  const deep = await context.newPage();
  await deep.goto(`${shell()}/c/${id}`);
  await titleOf(deep).getByText('A bill').waitFor();
  await pressBack(deep);
  await rowOf(deep, 'A bill').waitFor();
  expect(await callsOf(deep, 'App', 'minimizeApp')).toEqual([]);
});

test("the system's signs are light on a dark ground and dark on a light one, also when it changes", async () => {
  const { page } = await openPhone({ path: shell(), prepare: standInForAndroid, colorScheme: 'dark' });
  await page.getByLabel('Username').waitFor();
  const styles = async () => (await callsOf(page, 'SystemBars', 'setStyle')).map(({ options }) => options.style);
  await expect.poll(async () => (await styles()).at(-1)).toBe('DARK');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(async () => (await styles()).at(-1)).toBe('LIGHT');
});

test.each([
  ['android', 'android/app/src/main/assets'],
  ['ios', 'ios/App/App'],
])('one command makes a project for %s with the files that were built, another renews them', async (system, assets) => {
  for (const name of ['capacitor.config.ts', 'package.json']) cpSync(join(mobile, name), join(project, name));
  const carried = join(project, assets, 'public');
  const expectSame = () => {
    const built = globSync('**/*.*', { cwd: files });
    expect(built.length).toBeGreaterThan(10);
    for (const file of built) expect(readFileSync(join(carried, file)), file).toEqual(readFileSync(join(files, file)));
  };
  await cap(project, 'add', system);
  expectSame();
  const config = JSON.parse(readFileSync(join(project, assets, 'capacitor.config.json'), 'utf8'));
  expect(config).toMatchObject({ appId: 'com.example.livechat', webDir: 'dist-shell' });
  rmSync(join(carried, 'index.html'));
  await cap(project, 'sync', system);
  expectSame();
});
