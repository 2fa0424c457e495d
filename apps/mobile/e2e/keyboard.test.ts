import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConversation } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { gateway, openShop, putPage } from './setup/host-page.ts';
import { boxOf, openApp, pathOf } from './setup/phone.ts';

const viewport = { width: 390, height: 844 };

/** As Safari tells of its keyboard, which no other browser lays over the page: what is left of it to be seen. */
const leave = (page: Page, left: { height: number; offsetTop: number; scale: number }) =>
  page.evaluate((seen) => {
    const visible = window.visualViewport;
    for (const [name, value] of Object.entries(seen))
      Object.defineProperty(visible, name, { configurable: true, value });
    visible?.dispatchEvent(new Event('resize'));
  }, left);
const whole = { height: viewport.height, offsetTop: 0, scale: 1 };

test('a keyboard that lies over the page leaves the box to be seen; what two fingers enlarge is no smaller', async () => {
  const customer = newPerson('user');
  const conversation = await openConversation(customer, { subject: 'A bill' });
  const { page } = await openApp(customer, { path: pathOf(conversation) });
  await boxOf(page).waitFor();
  const app = async () => {
    const box = await page.locator('.app').boundingBox();
    return box && [box.y, box.height];
  };
  expect(await app()).toEqual([0, 844]);
  await leave(page, { height: 500, offsetTop: 100, scale: 1 });
  await expect.poll(app).toEqual([100, 500]);
  const box = await boxOf(page).boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(600);
  await leave(page, { height: 422, offsetTop: 50, scale: 2 });
  await expect.poll(app).toEqual([0, 844]);
});

test('where the widget covers a phone its panel ends at the keyboard', async () => {
  const script = `<script src="${gateway()}/app/widget.js" async></script>`;
  const { page } = await openShop(putPage(script), () => null, { viewport });
  await page.locator('livechat-widget .launcher').click();
  const panel = () => page.getByRole('dialog').boundingBox();
  await leave(page, { height: 500, offsetTop: 100, scale: 1 });
  await expect.poll(panel).toEqual({ x: 0, y: 100, width: 390, height: 500 });
  await leave(page, whole);
  await expect.poll(panel).toEqual({ x: 0, y: 0, ...viewport });
});
