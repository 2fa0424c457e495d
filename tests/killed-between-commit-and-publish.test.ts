import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { setCommitTrap } from './setup/commit-trap.ts';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { outboxIsEmpty } from './setup/database.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

test('a chat process killed between commit and publish loses no event: another one tells it', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);

  let doomed: FurtherInstance | undefined;
  const trap = await setCommitTrap(inject('system').databaseUrl, 'committed', () => doomed?.kill());
  try {
    doomed = await startFurther('chat', { ...inject('system').further.chat[0], DATABASE_URL: trap.databaseUrl });

    // Requests go to any of the three; sooner or later one falls into the trap.
    const unanswered: { message: string; clientMessageId: string }[] = [];
    let sent = 0;
    while (!doomed.hasEnded() && sent < 200) {
      const fields = { clientMessageId: randomUUID() };
      const message = `message ${sent}`;
      const { status } = await send(user, id, message, fields);
      if (status !== 201) unanswered.push({ message, ...fields });
      sent += 1;
    }
    expect(await doomed.ended).toBe('SIGKILL');
    expect(unanswered).toHaveLength(1);

    // It was committed, though nobody was told: everybody hears of it all the same.
    const stored = await readAll(user, id);
    expect(stored).toHaveLength(sent + 1);
    await expect
      .poll(() => agent.received('new-chat-message').map(({ message }) => message.seq), { timeout: 10_000 })
      .toEqual(stored.slice(1).map(({ seq }) => seq));
    await expect.poll(outboxIsEmpty, { timeout: 10_000 }).toBe(true);

    // And who sent it finds it there when sending it again.
    const [lost] = unanswered;
    const again = await send(user, id, lost?.message ?? '', { clientMessageId: lost?.clientMessageId });
    expect(again.status).toBe(200);
    expect(await readAll(user, id)).toHaveLength(stored.length);
  } finally {
    doomed?.kill();
    trap.close();
  }
});
