import { expect, test } from 'vitest';
import { openConversation, send } from './setup/conversations.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { openRawSocket } from './setup/raw-socket.ts';
import { connectSocket } from './setup/sockets.ts';

test('a socket whose client only answers pings and reads nothing is closed, and the others go on', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: userId } = await principalOf(user);
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  const presence = () =>
    agent.received('presence-changed').filter((change) => change.userType === 'user' && change.userId === userId);
  const deaf = openRawSocket();
  await expect.poll(() => deaf.frames.length).toBe(1);
  deaf.send(`40${JSON.stringify({ token: user.token })}`);
  await expect.poll(() => deaf.frames.some((frame) => frame.startsWith('40'))).toBe(true);
  deaf.send(`42${JSON.stringify(['join-chat', { conversationId: id }])}`);
  await expect.poll(presence).toMatchObject([{ online: true }]);
  deaf.stopReading();

  // More than the operating systems on the way keep for it.
  const large = '\u{1f600}'.repeat(5_000);
  for (let sent = 0; sent < 1_000 && presence().length < 2; sent += 10) {
    await Promise.all(Array.from({ length: 10 }, () => send(staff, id, large)));
    deaf.send('3');
  }
  await expect.poll(presence).toMatchObject([{ online: true }, { online: false }]);
  expect((await send(user, id, 'still here')).status).toBe(201);
}, 120_000);
