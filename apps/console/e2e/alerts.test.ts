import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  adminConversationsPath,
  openConversation,
  readConversation,
  send,
} from '../../../tests/setup/conversations.ts';
import { query } from '../../../tests/setup/database.ts';
import { newPerson, principalOf } from '../../../tests/setup/people.ts';
import { openDesk } from './setup/browser.ts';
import { conversationsOf, logOf, pathOf, rowOf, titleOf } from './setup/on-screen.ts';

interface Called {
  notes: { title: string; body: string }[];
  sounds: number;
}

/** What the browser was asked to show and to play; a machine without a desktop does neither. */
const listen = (context: BrowserContext) =>
  context.addInitScript(() => {
    const called: Called = { notes: [], sounds: 0 };
    const made: { onclick: (() => void) | null; close(): void }[] = [];
    class Note {
      static permission = 'granted';
      onclick: (() => void) | null = null;
      constructor(title: string, { body }: { body: string }) {
        called.notes.push({ title, body });
        made.push(this);
      }
      close() {}
    }
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...when) {
      called.sounds += 1;
      start.apply(this, when);
    };
    Object.assign(globalThis, { Notification: Note, called, made });
  });
const calledIn = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'called') as Called);
const clickNote = (page: Page) =>
  page.evaluate(() => (Reflect.get(globalThis, 'made') as { onclick: (() => void) | null }[]).at(-1)?.onclick?.());

async function openWithAlerts() {
  const staff = newPerson('admin', 'Ada Staff');
  const [here] = await conversationsOf(staff, ['Anchor']);
  if (!here) throw new Error('no conversation');
  const desk = await openDesk(staff, { path: pathOf(here, '?tab=mine'), settings: { desktopNotifications: true } });
  await listen(desk.context);
  await desk.page.reload();
  await logOf(desk.page).getByText('It really is.').waitFor();
  return { ...desk, staff, here };
}

test('a customer who waits elsewhere calls with a note and a sound, and the note opens the conversation', async () => {
  const { page } = await openWithAlerts();
  const carla = newPerson('user', 'Carla Nowak');
  await openConversation(carla, { subject: 'No light', message: 'It is dark here.' });
  await expect
    .poll(() => calledIn(page))
    .toMatchObject({
      notes: [{ title: 'Carla Nowak', body: 'It is dark here.' }],
    });
  expect((await calledIn(page)).sounds).toBeGreaterThan(0);
  await clickNote(page);
  await titleOf(page).getByText('No light').waitFor();
});

test('nobody is called for what is in front of them, for a colleague’s customer, or twice from two tabs', async () => {
  const { page, context, staff } = await openWithAlerts();
  const [carla, theo] = [newPerson('user', 'Carla Nowak'), newPerson('user', 'Theo Theirs')];
  const colleague = await principalOf(newPerson('admin', 'Cole League'));
  const theirs = await openConversation(theo, { subject: 'Theirs' });
  await staff.call('PATCH', `${adminConversationsPath}/${theirs.id}/assignee`, { adminId: colleague.id });
  const opened = await openConversation(carla, { subject: 'In sight' });
  const tab = await context.newPage();
  for (const one of [page, tab]) {
    await one.goto(pathOf(opened));
    await logOf(one).getByText('It really is.').waitFor();
  }

  await send(theo, theirs.id, 'For Cole.');
  await send(carla, opened.id, 'You see this.');
  for (const one of [page, tab]) await logOf(one).getByText('You see this.').waitFor();
  await openConversation(newPerson('user', 'Uma Unassigned'), { subject: 'Later', message: 'I come last.' });
  const bodies = async () =>
    (await Promise.all([page, tab].map(calledIn))).flatMap(({ notes }) => notes.map(({ body }) => body));
  await expect.poll(bodies).toEqual(['I come last.']);
});

test('the tab counts conversations with something unread, and goes down when it was read', async () => {
  // Of all that other tests left; the title counts no further than 99.
  await query('update chat_conversations set admin_unread_count = 0');
  const { page, staff, here } = await openWithAlerts();
  const shown = async () => Number(/^\((\d+)\) /.exec(await page.title())?.[1] ?? 0);
  // Counts may be two seconds old; what is listed never is.
  const unread = async () => {
    const path = `${adminConversationsPath}?unread=true&limit=100`;
    return (await staff.call<{ conversations: unknown[] }>('GET', path)).body.conversations.length;
  };
  await expect.poll(async () => (await readConversation(staff, here.id)).adminUnreadCount).toBe(0);
  const before = await unread();
  await openConversation(newPerson('user'), { subject: 'One more' });
  await expect.poll(shown).toBe(before + 1);
  await page.getByRole('link', { name: /^All/ }).click();
  await rowOf(page, 'One more').click();
  await expect.poll(shown).toBe(before);
});
