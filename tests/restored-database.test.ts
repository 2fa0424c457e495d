import { randomUUID } from 'node:crypto';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import pg from 'pg';
import { expect, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { isLive, storedIn, userClient } from './setup/clients.ts';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { copyRunningDatabase } from './setup/copy-running-database.ts';
import { newDataDir, type OwnSystem, startOwnSystem } from './setup/own-system.ts';
import type { Person } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

// The promise: a backup of Postgres is all that there is to back up. Restored, with NATS and Redis empty, it has everything
// that was acknowledged before the backup ended, and the system goes on from there.

// One from outside has its files elsewhere, and a backup of its own.
const ours = test.skipIf(process.env.DATABASE_URL);

interface Session {
  accessToken: string;
  refreshToken: string;
}

const login = (gateway: string) =>
  callApi<Session>('POST', '/api/auth/login', { body: { username: 'demo', password: 'demo' }, gateway });
const refresh = (gateway: string, refreshToken: string) =>
  callApi<Session>('POST', '/api/auth/refresh', { body: { refreshToken }, gateway });

/** Writes without a pause; gives what was acknowledged so far. */
function startWriter(person: Person, id: number) {
  const acknowledged: Message[] = [];
  let writing = true;
  const running = (async () => {
    while (writing) {
      const { status, body } = await send(person, id, `question ${acknowledged.length}`, {
        clientMessageId: randomUUID(),
      });
      expect(status).toBe(201);
      acknowledged.push(body.message);
    }
  })();
  return {
    acknowledged,
    async stop() {
      writing = false;
      await running;
    },
  };
}

const contentOf = ({ id, seq, message, clientMessageId, createdAt }: Message) => ({
  id,
  seq,
  message,
  clientMessageId,
  createdAt,
});

async function outboxOf({ stack }: OwnSystem): Promise<number> {
  const client = new pg.Client(stack.manifest().databaseUrl);
  await client.connect();
  const { rows } = await client.query('select count(*)::int as rows from chat_outbox');
  await client.end();
  return rows[0].rows;
}

ours(
  'a backup that was made while people wrote, restored beside an empty NATS and Redis, has lost nothing',
  async () => {
    const before = await startOwnSystem();
    const [user, staff] = [before.newPerson('user'), before.newPerson('admin')];
    const { id } = await openConversation(user);
    const closed = await openConversation(user, { subject: 'Long ago' });
    await send(staff, id, 'an answer');
    await user.call('PATCH', `/api/chat/conversations/${id}/messages/read`, { upToSeq: 2 });
    await staff.call('PATCH', `/api/chat/admin/conversations/${closed.id}/status`, { status: 'closed' });
    const { body: session } = await login(before.gateway);
    const { body: ended } = await login(before.gateway);
    const endedToken = { token: ended.accessToken, gateway: before.gateway };
    expect((await callApi('POST', '/api/auth/logout', endedToken)).status).toBe(204);

    const client = userClient(user, { baseUrl: before.gateway });
    const open = client.openConversation(id);
    await isLive(open);
    const writers = [startWriter(user, id), startWriter(staff, id)];
    const written = () => writers.flatMap(({ acknowledged }) => acknowledged);
    await expect.poll(() => written().length).toBeGreaterThan(20);
    const dataDir = newDataDir();
    const promised: Message[] = [];
    await copyRunningDatabase(before.stack.manifest().databaseUrl, before.dataDir, dataDir, () => {
      promised.push(...written());
    });
    // Written after the backup, and on every screen: no backup has these.
    await send(staff, id, 'too late for the backup');
    for (const writer of writers) await writer.stop();
    await expect.poll(() => storedIn(open).length).toBe((await readConversation(user, id)).lastSeq);
    await before.stack.stop();

    const after = await startOwnSystem({ dataDir, gatewayPort: Number(new URL(before.gateway).port) });
    const stored = await readAll(user, id);
    expect(promised.length).toBeGreaterThan(20);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
    const kept = new Map(stored.map((message) => [message.id, contentOf(message)]));
    for (const message of promised) expect(kept.get(message.id)).toEqual(contentOf(message));
    expect(stored[1]).toMatchObject({ message: 'an answer', status: 'read' });
    expect((await readConversation(user, closed.id)).status).toBe('closed');

    // What was on its way to NATS when the backup was made goes to the new one.
    await expect.poll(() => outboxOf(after)).toBe(0);

    // Who was signed in still is, and who had signed out is not let in, though neither NATS nor Redis has heard of it.
    expect((await refresh(after.gateway, session.refreshToken)).status).toBe(200);
    expect((await refresh(after.gateway, ended.refreshToken)).status).toBe(401);
    expect((await callApi('GET', '/api/auth/me', endedToken)).status).toBe(401);

    // It goes on: a resend is known, the next seq follows, and both sides hear of it at once.
    const [again] = promised;
    const resent = await send(user, id, again?.message ?? '', { clientMessageId: again?.clientMessageId });
    const ofUser = promised.find(({ clientMessageId }) => clientMessageId === again?.clientMessageId);
    expect(resent.body.message).toMatchObject({ id: ofUser?.id });
    const socket = await connectSocket(staff, {}, after.gateway);
    await join(socket, id);
    const next = await send(user, id, 'one more');
    expect(next.body.message.seq).toBe(stored.length + 1);
    await expect
      .poll(() => socket.received('new-chat-message').map(({ message }) => message.id))
      .toEqual([next.body.message.id]);
    const found = async () => {
      const path = '/api/chat/admin/conversations?q=one+more';
      const { body } = await staff.call<{ conversations: Conversation[] }>('GET', path);
      return body.conversations.map((conversation) => conversation.id);
    };
    await expect.poll(found).toContain(id);

    // An app that was open all the time shows what there is now, and no longer what was lost.
    const now = (await readAll(user, id)).map(contentOf);
    await expect.poll(() => storedIn(open).at(-1)?.message, { timeout: 30_000 }).toBe('one more');
    const shown = storedIn(open).map(contentOf);
    expect(shown).toEqual(now.slice(-shown.length));
  },
  180_000,
);
