import { expect, test } from 'vitest';
import { openConversation } from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket } from './setup/sockets.ts';

test('one person has at most 20 sockets over all instances, also when all come at once', async () => {
  const user = newPerson('user');
  const attempts = await Promise.allSettled(Array.from({ length: 30 }, () => connectSocket(user)));
  const open = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  expect(open).toHaveLength(20);
  expect(new Set(open.map(({ instance: name }) => name())).size).toBe(2);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ data: { code: 'RATE_LIMITED' } });
  }
  // One that goes makes room for another.
  open[0]?.socket.close();
  await expect
    .poll(
      () =>
        connectSocket(user).then(
          () => 'connected',
          () => 'refused',
        ),
      { timeout: 10_000 },
    )
    .toBe('connected');
  await expect(connectSocket(user)).rejects.toMatchObject({ data: { code: 'RATE_LIMITED' } });
});

test('a socket that sends 200 events at once is refused more, and is closed when it does not stop', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const { socket, received } = await connectSocket(user);
  const stop = () => socket.emit('typing-stop', { conversationId: id });
  for (let event = 0; event < 300; event += 1) stop();
  const limited = () => received('chat-error').filter(({ code }) => code === 'RATE_LIMITED');
  /** Again and again: on a busy machine they come so slowly that some are allowed in between. */
  const after = (more: number, look: () => unknown) => () => {
    for (let event = 0; event < more; event += 1) stop();
    return look();
  };
  await expect.poll(after(20, () => limited().length)).toBeGreaterThan(50);
  expect(limited()[0]).toMatchObject({ event: 'typing-stop', retryAfterMs: expect.any(Number) });
  expect(socket.connected).toBe(true);
  await expect.poll(after(100, () => socket.connected)).toBe(false);
});
