import { expect, test } from 'vitest';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { suspiciousText } from './setup/suspicious-text.ts';

const words = [
  'amber',
  'birch',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'haven',
  'islet',
  'jetty',
  'knoll',
  'lagoon',
];
/** A long text that nobody else writes, since other tests share the system. */
const sentence = () =>
  `We sell ${Array.from({ length: 14 }, () => words[Math.floor(Math.random() * words.length)]).join(' ')} by the metre`;

const markOf = (message: { metadata: unknown } | undefined) =>
  (message?.metadata as { moderation?: { action: string; reasons: { code: string }[] } } | null)?.moderation;

// Other tests take Redis or moderation away for seconds, and then nothing is known of what was sent before.
const patient = { timeout: 60_000 };

test('who sends the same text again and again is marked for staff, whichever instance reviews it', async () => {
  const staff = newPerson('admin');
  const attempt = async () => {
    const user = newPerson('user');
    const { id } = await openConversation(user);
    const text = sentence();
    for (let round = 0; round < 7; round += 1) expect((await send(user, id, text)).status).toBe(201);
    const messages = (await readAll(staff, id)).filter(({ message }) => message === text);
    expect(messages).toHaveLength(7);
    expect(markOf(messages[0])?.action).not.toBe('flag');
    // The customer sees nothing of it.
    expect((await readAll(user, id)).every(({ metadata }) => metadata === null)).toBe(true);
    return markOf(messages.at(-1));
  };
  await expect.poll(attempt, patient).toMatchObject({ action: 'flag', reasons: [{ code: 'REPEATED_TEXT' }] });
}, 90_000);

test('a message that is repeated under its id counts once', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const text = sentence();
  const clientMessageId = crypto.randomUUID();
  for (let round = 0; round < 7; round += 1) await send(user, id, text, { clientMessageId });
  expect((await send(user, id, text)).status).toBe(201);
  expect(markOf((await readAll(staff, id)).at(-1))?.action).not.toBe('flag');
});

test('one text from many senders is marked, also when other signs stand between the words', async () => {
  const staff = newPerson('admin');
  const attempt = async () => {
    const text = `${sentence()} ${sentence()} ${sentence()}`;
    const marks: ReturnType<typeof markOf>[] = [];
    for (let sender = 0; sender < 8; sender += 1) {
      const user = newPerson('user');
      const { id } = await openConversation(user);
      expect((await send(user, id, `${text}${'!'.repeat(sender)}`)).status).toBe(201);
      marks.push(markOf((await readAll(staff, id)).at(-1)));
    }
    expect(marks[0]?.action).not.toBe('flag');
    return marks.at(-1);
  };
  await expect.poll(attempt, patient).toMatchObject({ action: 'flag', reasons: [{ code: 'SHARED_TEXT' }] });
}, 90_000);

test('who writes faster than people do is spoken against for that, too', async () => {
  const staff = newPerson('admin');
  const attempt = async () => {
    const user = newPerson('user');
    const { id } = await openConversation(user);
    for (let sent = 0; sent < 45; sent += 1) expect((await send(user, id, sentence())).status).toBe(201);
    expect((await send(user, id, suspiciousText())).status).toBe(201);
    return markOf((await readAll(staff, id)).at(-1))?.reasons.map(({ code }) => code);
  };
  await expect.poll(attempt, patient).toContain('SENDING_RATE');
}, 90_000);
