import { randomBytes, randomUUID } from 'node:crypto';
import type { ServiceName } from '@livechat/stack/service-names';
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { openConversation, readAll } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { adminUrlOf, noServices, type OwnSystem, personAt, secretsOf, startOwnSystem } from './setup/own-system.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

// The promise of docs/operations.md: each secret is replaced while the system runs, as it says there, and no send fails.

// Parts from outside have users of their own.
const ours = test.skipIf(process.env.DATABASE_URL || process.env.NATS_URL);

interface Instance extends FurtherInstance {
  address: string;
  /** As an update ends it. */
  end(): Promise<void>;
}

async function start(system: OwnSystem, service: ServiceName, settings: NodeJS.ProcessEnv): Promise<Instance> {
  const environment = { ...(await system.stack.serviceEnvironment(service)), ...settings };
  const instance = await startFurther(service, environment);
  onTestFinished(instance.kill);
  return {
    ...instance,
    address: `http://127.0.0.1:${environment.PORT}`,
    async end() {
      process.kill(instance.pid, 'SIGTERM');
      await instance.ended;
    },
  };
}

/** A second role that owns nothing: it acts as the first one from its first statement on. */
async function addRole(admin: pg.Client, databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  url.username = 'livechat_b';
  url.password = randomBytes(16).toString('hex');
  await admin.query(`create role livechat_b login password '${url.password}' in role livechat`);
  await admin.query('alter role livechat_b set role livechat');
  return url.href;
}

const login = (gateway: string) =>
  callApi<{ accessToken: string }>('POST', '/api/auth/login', {
    body: { username: 'demo', password: 'demo' },
    gateway,
  });

ours(
  'the secrets of tokens, of Postgres and of NATS are replaced while people write, and no send fails',
  async () => {
    const system = await startOwnSystem({ replicas: noServices });
    const { databaseUrl } = system.stack.manifest();
    const { natsPasswords } = secretsOf(system.dataDir);
    const admin = new pg.Client(adminUrlOf(databaseUrl, system.dataDir));
    await admin.connect();
    onTestFinished(() => admin.end());
    const [oldSecret, newSecret] = [inject('system').jwtSecret, randomBytes(32).toString('base64url')];

    const oldDoor = { AUTH_JWT_SECRET: oldSecret, AUTH_JWT_OTHER_SECRET: newSecret };
    const newDoor = { AUTH_JWT_SECRET: newSecret, AUTH_JWT_OTHER_SECRET: oldSecret };
    const [chat, moderation, realtime, gateway] = await Promise.all([
      start(system, 'chat', {}),
      start(system, 'moderation', {}),
      start(system, 'realtime', oldDoor),
      start(system, 'gateway', oldDoor),
    ]);

    const user = newPerson('user');
    let door = gateway.address;
    const { id } = await openConversation(personAt(door, user));
    const sent: string[] = [];
    const answers = new Map<number, number>();
    let writing = true;
    const writer = (async () => {
      while (writing) {
        const clientMessageId = randomUUID();
        const { status } = await callApi('POST', `/api/chat/conversations/${id}/messages`, {
          token: user.token,
          gateway: door,
          body: { message: 'one more', clientMessageId },
        });
        answers.set(status, (answers.get(status) ?? 0) + 1);
        sent.push(clientMessageId);
      }
    })();
    const goesOn = () => {
      const before = sent.length;
      return expect.poll(() => sent.length).toBeGreaterThan(before + 10);
    };
    await goesOn();

    const as = (service: ServiceName) => ({
      NATS_USER: `${service}-b`,
      NATS_PASSWORD: natsPasswords[`${service}-b`],
    });
    await start(system, 'moderation', as('moderation'));
    await moderation.end();
    await goesOn();
    await start(system, 'chat', { ...as('chat'), DATABASE_URL: await addRole(admin, databaseUrl) });
    await chat.end();
    await goesOn();
    const newRealtime = await start(system, 'realtime', { ...as('realtime'), ...newDoor });
    const newGateway = await start(system, 'gateway', { ...as('gateway'), ...newDoor });

    // While both are there, what either signs is believed by all doors.
    for (const { body } of [await login(gateway.address), await login(newGateway.address)]) {
      for (const { address } of [gateway, newGateway])
        expect((await callApi('GET', '/api/auth/me', { token: body.accessToken, gateway: address })).status).toBe(200);
      for (const { address } of [realtime, newRealtime])
        await connectSocket({ token: body.accessToken }, { reconnection: false }, address);
    }
    door = newGateway.address;
    await realtime.end();
    await gateway.end();
    await goesOn();

    // Nobody is there as the old role: it can be shut out, and all goes on.
    const { rows } = await admin.query(
      `select usename, count(*)::int from pg_stat_activity where datname = 'livechat' group by 1`,
    );
    expect(rows.map(({ usename }) => usename)).toEqual(['livechat_b']);
    await admin.query('alter role livechat nologin');
    const socket = await connectSocket(user, {}, newRealtime.address);
    await join(socket, id);
    await goesOn();
    await expect.poll(() => socket.received('new-chat-message').length).toBeGreaterThan(5);

    writing = false;
    await writer;
    expect(Object.fromEntries(answers)).toEqual({ 201: sent.length });
    const stored = (await readAll(personAt(door, user), id)).slice(1).map(({ clientMessageId }) => clientMessageId);
    expect(stored).toEqual(sent);
  },
  180_000,
);
