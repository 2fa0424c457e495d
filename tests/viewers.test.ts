import { afterAll, expect, inject, test } from 'vitest';
import { openConversation } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { connectSocket, connectToBoth, join, openSocket, type TestSocket } from './setup/sockets.ts';

const instances: FurtherInstance[] = [];
afterAll(() => {
  for (const instance of instances) instance.kill();
});

const shownTo = ({ received }: TestSocket) => received('viewers-changed').at(-1)?.viewers;

test('staff who look at a conversation see who else does and who types, over all instances; its user does not', async () => {
  const [user, ada, bert] = [newPerson('user'), newPerson('admin', 'Ada'), newPerson('admin', 'Bert')];
  const { id } = await openConversation(user);
  const [one, other] = [(await principalOf(ada)).id, (await principalOf(bert)).id];
  const adas = await connectToBoth(ada);
  const [berts] = await connectToBoth(bert);
  const customer = await connectSocket(user);
  const looking = (adminId: number, displayName: string, typing = false) => ({ adminId, displayName, typing });
  await join(customer, id);
  for (const socket of adas) await join(socket, id);
  for (const socket of adas) await expect.poll(() => shownTo(socket)).toEqual([looking(one, 'Ada')]);

  await join(berts, id);
  const both = [looking(one, 'Ada'), looking(other, 'Bert')];
  for (const socket of [...adas, berts]) await expect.poll(() => shownTo(socket)).toEqual(both);
  await berts.ask('typing-start', { conversationId: id });
  for (const socket of adas) {
    await expect.poll(() => shownTo(socket)).toEqual([looking(one, 'Ada'), looking(other, 'Bert', true)]);
  }
  await berts.ask('leave-chat', { conversationId: id });
  for (const socket of adas) await expect.poll(() => shownTo(socket)).toEqual([looking(one, 'Ada')]);
  // One of two devices that closes changes nothing; the last one does.
  adas[0].socket.close();
  await join(berts, id);
  await expect.poll(() => shownTo(berts)).toEqual(both);
  adas[1].socket.close();
  await expect.poll(() => shownTo(berts)).toEqual([looking(other, 'Bert')]);
  expect(customer.received('viewers-changed')).toEqual([]);
});

test('who looked through an instance that was killed is gone within 10 s', async () => {
  const [user, ada, bert] = [newPerson('user'), newPerson('admin', 'Ada'), newPerson('admin', 'Bert')];
  const { id } = await openConversation(user);
  const environment = inject('system').further.realtime[2];
  const instance = await startFurther('realtime', environment);
  instances.push(instance);
  const berts = await connectSocket(bert);
  await join(berts, id);
  const socket = openSocket(
    { auth: { token: ada.token }, transports: ['websocket'] },
    `http://127.0.0.1:${environment?.PORT}`,
  );
  await socket.timeout(5_000).emitWithAck('join-chat', { conversationId: id });
  await expect.poll(() => shownTo(berts)).toHaveLength(2);

  instance.kill();
  const killedAt = performance.now();
  await expect.poll(() => shownTo(berts), { timeout: 20_000 }).toHaveLength(1);
  expect(performance.now() - killedAt).toBeLessThan(12_000);
});

test('who leaves before the join was answered does not stay as a viewer', async () => {
  const [user, ada, bert] = [newPerson('user'), newPerson('admin', 'Ada'), newPerson('admin', 'Bert')];
  const { id } = await openConversation(user);
  const [adas, berts] = [await connectSocket(ada), await connectSocket(bert)];
  await join(adas, id);
  for (let round = 1; round <= 5; round += 1) {
    berts.socket.emit('join-chat', { conversationId: id });
    expect(await berts.ask('leave-chat', { conversationId: id })).toEqual({ ok: true });
  }
  berts.socket.close();
  const again = await connectSocket(ada);
  await join(again, id);
  await expect.poll(() => shownTo(again)).toHaveLength(1);
  await expect.poll(() => shownTo(adas)).toHaveLength(1);
});
