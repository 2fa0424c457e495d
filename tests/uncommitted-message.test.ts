import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { setCommitTrap } from './setup/commit-trap.ts';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

test('a message whose commit never reached Postgres is acknowledged to nobody and told to nobody', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);

  let sprung = 0;
  let further: FurtherInstance | undefined;
  const trap = await setCommitTrap(inject('system').databaseUrl, 'uncommitted', () => {
    sprung += 1;
  });
  try {
    further = await startFurther('chat', { ...inject('system').further.chat[1], DATABASE_URL: trap.databaseUrl });
    // Requests go to any of the three; sooner or later one falls into the trap.
    const refused: { message: string; clientMessageId: string }[] = [];
    for (let sent = 0; sprung === 0 && sent < 200; sent += 1) {
      const clientMessageId = randomUUID();
      const message = `message ${sent}`;
      const { status } = await send(user, id, message, { clientMessageId });
      if (status === 503) refused.push({ message, clientMessageId });
      else expect(status).toBe(201);
    }
    expect(sprung).toBe(1);
    expect(refused).toHaveLength(1);
    further.kill();
    await further.ended;

    const [again] = refused;
    const repeated = await send(user, id, again?.message ?? '', { clientMessageId: again?.clientMessageId });
    // Not 200, which would say that it had been there.
    expect(repeated.status).toBe(201);
    const stored = await readAll(user, id);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
    await expect
      .poll(() => agent.received('new-chat-message').map(({ message }) => [message.seq, message.id]))
      .toEqual(stored.slice(1).map((message) => [message.seq, message.id]));
  } finally {
    further?.kill();
    trap.close();
  }
});
