import { expect, test, vi } from 'vitest';
import { openConversation, readAll, send } from '../../../tests/setup/conversations.ts';
import { newPerson } from '../../../tests/setup/people.ts';
import { manifest } from '../../../tests/setup/processes.ts';
import { type Desk, openDesk } from './setup/browser.ts';
import { bannerOf, boxOf, logOf, onSend, pathOf, rowOf, textsOn, write } from './setup/on-screen.ts';

const isCut = /ERR_|WebSocket|502|503|Failed to load resource/;

/** What the banner says, from now on, each once; with the time since then. */
async function listen({ page }: Desk): Promise<() => Promise<{ text: string; atMs: number }[]>> {
  await bannerOf(page).evaluate((banner) => {
    const heard: { text: string; atMs: number }[] = [];
    const began = performance.now();
    Object.assign(globalThis, { heard });
    new MutationObserver(() => {
      const text = banner.textContent ?? '';
      if (text) heard.push({ text, atMs: performance.now() - began });
    }).observe(banner, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => Object(globalThis).heard);
}

async function staffsOf(person: Parameters<typeof readAll>[0], id: number) {
  return (await readAll(person, id)).filter(({ senderType }) => senderType === 'admin').map(({ message }) => message);
}

test('offline: it is said, what is written waits, also over a reload, and goes out once and in order', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user', 'Carla Nowak')];
  const here = await openConversation(customer, { subject: 'Offline here' });
  const other = await openConversation(newPerson('user', 'Karl Other'), { subject: 'Offline there' });
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page, context } = desk;
  desk.expectProblem(isCut);
  await rowOf(page, 'Offline there').waitFor();
  const heard = await listen(desk);
  await context.setOffline(true);
  await write(page, 'first, from the tunnel');
  await logOf(page).getByText('first, from the tunnel').waitFor();
  await logOf(page)
    .getByText(/Waiting to be sent|Sending/)
    .first()
    .waitFor({ state: 'attached' });
  await write(page, 'second, from the tunnel');
  await send(customer, here.id, 'Are you there?');
  await send(newPerson('admin'), other.id, 'A colleague was quicker.');
  await bannerOf(page)
    .getByText(/Offline|Connecting/)
    .waitFor({ timeout: 15_000 });
  expect(await staffsOf(customer, here.id)).toEqual([]);
  const [first] = await heard();
  expect(first?.atMs).toBeGreaterThan(1_900);

  await context.setOffline(false);
  await bannerOf(page).getByText('Up to date').waitFor({ timeout: 20_000 });
  // What came meanwhile is there; what was written without knowing of it is asked about.
  await logOf(page).getByText('Are you there?').first().waitFor();
  await rowOf(page, 'Offline there').getByText('A colleague was quicker.').waitFor();
  await rowOf(page, 'Offline here').getByText('Are you there?').waitFor();
  const asked = page.getByRole('alert').filter({ hasText: 'This came in while you were writing' });
  await asked.getByRole('button', { name: 'Send anyway' }).click();
  const texts = ['first, from the tunnel', 'second, from the tunnel'];
  await expect.poll(() => staffsOf(customer, here.id), { timeout: 15_000 }).toEqual(texts);
  await bannerOf(page).getByText('Up to date').waitFor({ state: 'detached' });
  await expect.poll(() => textsOn(page)).toEqual(['It really is.', 'Are you there?', ...texts]);
});

test('what waits outlives a reload and goes out once, in order, whichever of two tabs sends it', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user')];
  const here = await openConversation(customer);
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page, context } = desk;
  desk.expectProblem(isCut);
  let away = true;
  await context.route('**/messages', (route) =>
    away && route.request().method() === 'POST' ? route.abort('internetdisconnected') : route.continue(),
  );
  const texts = Array.from({ length: 5 }, (_, number) => `kept ${number}`);
  for (const text of texts) await write(page, text);
  const tab = await context.newPage();
  await tab.goto(pathOf(here));
  await expect.poll(() => textsOn(tab)).toEqual(['It really is.', ...texts]);
  await page.reload();
  await expect.poll(() => textsOn(page)).toEqual(['It really is.', ...texts]);
  await write(tab, 'from the other tab');
  expect(await staffsOf(customer, here.id)).toEqual([]);
  away = false;
  for (const one of [page, tab]) await one.evaluate(() => dispatchEvent(new Event('online')));
  const all = [...texts, 'from the other tab'];
  await expect.poll(() => staffsOf(customer, here.id), { timeout: 20_000 }).toEqual(all);
  for (const one of [page, tab]) {
    await expect.poll(() => textsOn(one)).toEqual(['It really is.', ...all]);
    await expect.poll(() => logOf(one).getByText('Waiting to be sent').count()).toBe(0);
    expect(await boxOf(one).inputValue()).toBe('');
  }
});

test('both realtime instances are killed: it comes back by itself, with all that was written meanwhile', async () => {
  const [staff, customer] = [newPerson('admin'), newPerson('user', 'Carla Nowak')];
  const here = await openConversation(customer, { subject: 'Killed under it' });
  const desk = await openDesk(staff, { path: pathOf(here) });
  const { page } = desk;
  desk.expectProblem(isCut);
  await rowOf(page, 'Killed under it').waitFor();
  await onSend(page, (route) => route.continue());
  const before = manifest().services.realtime.map(({ pid }) => pid);
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await send(customer, here.id, 'Said while nobody listened.');
  await openConversation(newPerson('user', 'Nora New'), { subject: 'Opened while nobody listened' });
  await logOf(page).getByText('Said while nobody listened.').waitFor({ timeout: 40_000 });
  await rowOf(page, 'Opened while nobody listened').waitFor({ timeout: 20_000 });
  await write(page, 'Here I am again.');
  await expect.poll(() => staffsOf(customer, here.id), { timeout: 20_000 }).toEqual(['Here I am again.']);
  await send(customer, here.id, 'Good.');
  await logOf(page).getByText('Good.', { exact: true }).waitFor({ timeout: 20_000 });
  await expect
    .poll(() => textsOn(page))
    .toEqual(['It really is.', 'Said while nobody listened.', 'Here I am again.', 'Good.']);
  await vi.waitFor(
    () => expect(manifest().services.realtime.filter(({ pid }) => !before.includes(pid))).toHaveLength(2),
    { timeout: 20_000 },
  );
});
