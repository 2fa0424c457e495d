import type { FrameLocator, Page } from 'playwright-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openConversation } from '../../../tests/setup/conversations.ts';
import { startFurther } from '../../../tests/setup/further-instance.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { openBrowser } from '../../console/e2e/setup/browser.ts';
import {
  appFrame,
  branch,
  elsewhere,
  framePage,
  gateway,
  heardBy,
  openShop,
  putPage,
  say,
  shop,
} from './setup/host-page.ts';

const inFrame = (page: Page, title = 'Chat') => page.frameLocator(`iframe[title="${title}"]`) as FrameLocator & Page;

test('a page of another origin cannot frame the app, and nobody frames the console', async () => {
  const customer = newPerson('user');
  await openConversation(customer, { subject: 'A bill' });
  const body = `<iframe title="Chat" src="${gateway()}/app/?host=${encodeURIComponent(shop())}"></iframe>
    <iframe title="Sign-in" src="${gateway()}/app/"></iframe><iframe title="Console" src="${gateway()}/console/"></iframe>`;
  for (const origin of [elsewhere(), shop()]) {
    const { page, expectProblem } = await openBrowser({ path: origin + putPage(body) });
    expectProblem(/frame-ancestors/);
    const locations = async () =>
      page
        .frames()
        .slice(1)
        .map((frame) => frame.url().replace(gateway(), ''));
    await expect.poll(locations).toHaveLength(3);
    await expect.poll(async () => (await locations()).at(-1)).toMatch(/^chrome-error:/);
    if (origin === shop()) await inFrame(page, 'Sign-in').getByLabel('Username').waitFor();
    // Each frame has its own time to load.
    else await expect.poll(locations).toEqual(Array(3).fill(expect.stringMatching(/^chrome-error:/)));
  }
});

test('a page that may frame the app no longer is refused at once, though the app is kept on the device', async () => {
  const [environment] = inject('system').further.gateway;
  const start = (origins: string) => startFurther('gateway', { ...environment, EMBED_ORIGINS: origins });
  let further = await start(branch());
  onTestFinished(async () => {
    further.kill();
    await further.ended;
  });
  const app = `http://127.0.0.1:${environment?.PORT}/app/`;
  const frame = `<iframe title="Chat" src="${app}?host=${encodeURIComponent(branch())}"></iframe>`;
  const { page, expectProblem } = await openBrowser({ path: branch() + putPage(frame) });
  expectProblem(/frame-ancestors|WebSocket|Failed to load resource/);
  await inFrame(page).getByText('One moment…').waitFor();
  await (await appFrame(page)).evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await inFrame(page).getByText('One moment…').waitFor();
  const isControlled = async () =>
    (await appFrame(page)).evaluate(() => navigator.serviceWorker.controller?.state === 'activated');
  await expect.poll(isControlled).toBe(true);

  further.kill();
  await further.ended;
  further = await start('https://shop.example');
  await page.reload();
  await expect.poll(async () => (await appFrame(page)).url()).toMatch(/^chrome-error:/);
});

test('the app answers no page but the one that its address names, which must be one of those that may', async () => {
  const { page, asked } = await openShop(framePage(elsewhere()), () => newPerson('user').token);
  const app = inFrame(page);
  await app.getByText('This page may not show the chat.').waitFor();
  await say(page, { type: 'token', token: newPerson('user').token });
  await say(page, { type: 'theme', theme: 'dark' });
  await app.getByText('This page may not show the chat.').waitFor();
  expect([await heardBy(page), asked]).toEqual([[], []]);
});
