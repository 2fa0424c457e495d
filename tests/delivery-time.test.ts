import { expect, test } from 'vitest';
import { openConversation, send } from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

const messages = 200;

test('from POST to the staff’s socket, one message at a time: within a second, 99 of a hundred', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  const times: number[] = [];
  for (let number = 0; number < messages; number += 1) {
    const arrived = new Promise<void>((resolve) => agent.socket.once('new-chat-message', () => resolve()));
    const began = performance.now();
    const [answer] = await Promise.all([
      send(user, id, `message ${number}`),
      arrived.then(() => times.push(performance.now() - began)),
    ]);
    expect(answer.status).toBe(201);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.POSITIVE_INFINITY;
  const percentile = (share: number) => at(share).toFixed(1);
  console.log(
    `POST to socket, ${messages} messages one at a time: p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms`,
  );
  expect(at(0.99)).toBeLessThan(1_000);
  expect(agent.received('new-chat-message')).toHaveLength(messages);
});
