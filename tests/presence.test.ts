import { expect, test } from 'vitest';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { manifest } from './setup/processes.ts';
import { connectSocket, connectToBoth, type TestSocket } from './setup/sockets.ts';

const aboutPerson = (socket: TestSocket, userId: number) =>
  socket
    .received('presence-changed')
    .filter((event) => event.userId === userId && event.userType === 'user')
    .map(({ online }) => online);

test('staff on every instance hear once that a customer came, with several devices, and that the last one left', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await principalOf(user);
  const agents = await connectToBoth(staff);
  const devices = await connectToBoth(user);
  for (const agent of agents) await expect.poll(() => aboutPerson(agent, id)).toEqual([true]);
  devices[0].socket.close();
  const third = await connectSocket(user);
  devices[1].socket.close();
  third.socket.close();
  for (const agent of agents) {
    await expect.poll(() => aboutPerson(agent, id), { timeout: 10_000 }).toEqual([true, false]);
  }
});

test('users are told on connecting, and when it changes, whether support is there; never of other people', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const agent = await connectSocket(staff);
  const device = await connectSocket(user);
  await expect.poll(() => device.received('support-presence').at(-1)).toEqual({ online: true });
  agent.socket.close();
  await expect.poll(() => device.received('support-presence').at(-1), { timeout: 15_000 }).toEqual({ online: false });
  await connectSocket(staff);
  await expect.poll(() => device.received('support-presence').at(-1)).toEqual({ online: true });
  expect(device.received('presence-changed')).toEqual([]);
});

const agentIsOnline = async (asking: Person, id: number) => {
  const { body } = await asking.call<{ agents: { id: number; online: boolean }[] }>('GET', '/api/chat/admin/agents');
  return body.agents.find((agent) => agent.id === id)?.online;
};

test('the list of agents says who is online', async () => {
  const [staff, colleague] = [newPerson('admin'), newPerson('admin')];
  const { id } = await principalOf(colleague);
  expect(await agentIsOnline(staff, id)).toBe(false);
  const { socket } = await connectSocket(colleague);
  await expect.poll(() => agentIsOnline(staff, id)).toBe(true);
  socket.close();
  await expect.poll(() => agentIsOnline(staff, id), { timeout: 10_000 }).toBe(false);
});

test('who was connected to an instance that died is offline soon, unless they came back elsewhere', async () => {
  const [lost, back, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
  const [{ id: lostId }, { id: backId }] = [await principalOf(lost), await principalOf(back)];
  const survivors = await connectToBoth(staff);
  const gone = await connectSocket(lost, { reconnection: false });
  const returning = await connectToBoth(back);
  const watcher = survivors.find((socket) => socket.instance() !== gone.instance());
  if (!watcher) throw new Error('both agents are on the instance that is to die');
  await expect.poll(() => aboutPerson(watcher, lostId)).toEqual([true]);
  const number = Number(gone.instance().split('-').at(-1));
  const victim = manifest().services.realtime[number - 1];
  if (!victim) throw new Error(`no process for ${gone.instance()}`);
  process.kill(victim.pid, 'SIGKILL');
  await expect.poll(() => aboutPerson(watcher, lostId), { timeout: 20_000 }).toEqual([true, false]);
  await expect.poll(() => returning.every(({ socket }) => socket.connected), { timeout: 15_000 }).toBe(true);
  expect(aboutPerson(watcher, backId).at(-1)).toBe(true);
});
