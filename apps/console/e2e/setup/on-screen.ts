import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Locator, Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { adminConversationsPath, openConversation } from '../../../../tests/setup/conversations.ts';
import { newPerson, type Person, principalOf } from '../../../../tests/setup/people.ts';

/** The parts of the console, as a person finds them. */
export const logOf = (page: Page) => page.getByRole('log');
export const boxOf = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });
export const listOf = (page: Page) => page.getByRole('list', { name: 'Conversations' });
export const rowOf = (page: Page, subject: string) => listOf(page).getByRole('link').filter({ hasText: subject });
export const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Details' });
export const titleOf = (page: Page) => page.getByRole('heading', { level: 1 });
export const bannerOf = (page: Page) => page.locator('.connection-banner');

export const pathOf = ({ id }: { id: number }, search = '') => `conversations/${id}${search}`;

/** The messages on the screen from top to bottom, as far as they are of `texts`. */
export async function textsOn(page: Page): Promise<string[]> {
  return logOf(page).locator('.message-text').allTextContents();
}

export async function write(page: Page, text: string): Promise<void> {
  await boxOf(page).fill(text);
  await boxOf(page).press('Enter');
}

/** Where the focus is, in words; `body` when it is nowhere. */
export function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: at } = document;
    if (!at || at === document.body) return 'body';
    return at.getAttribute('aria-label') ?? at.getAttribute('id') ?? at.textContent ?? at.tagName;
  });
}

export async function expectFocus(what: Locator): Promise<void> {
  await expect.poll(() => what.evaluate((element) => element === document.activeElement)).toBe(true);
}

/** Conversations of as many customers, given to this member of staff; the first is the newest. */
export async function conversationsOf(staff: Person, subjects: readonly string[]): Promise<Conversation[]> {
  const { id: adminId } = await principalOf(staff);
  const made: Conversation[] = [];
  for (const subject of subjects.toReversed()) {
    const conversation = await openConversation(newPerson('user', `Customer of ${subject}`), { subject });
    await staff.call('PATCH', `${adminConversationsPath}/${conversation.id}/assignee`, { adminId });
    made.unshift(conversation);
  }
  return made;
}

/** An answer of the services as they would give it, without asking them. */
export function refuse(route: Route, status: number, code: string, extras: object = {}): Promise<void> {
  return route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ title: code, status, code, detail: `${code} it is`, requestId: 'none', ...extras }),
  });
}

export const isSend = (url: URL) => /\/admin\/conversations\/\d+\/messages$/.test(url.pathname);

/** Lets a test do something before a message that is sent reaches the services; `work` decides what becomes of it. */
export async function onSend(page: Page, work: (route: Route) => Promise<unknown>): Promise<void> {
  await page.route(isSend, (route) => (route.request().method() === 'POST' ? work(route) : route.continue()));
}
