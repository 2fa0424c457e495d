import { randomUUID } from 'node:crypto';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import type { Problem } from './setup/api.ts';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket } from './setup/sockets.ts';

type Refused = Problem & { messages: Message[] };

test('staff who write on an old state are told what others wrote since, and nothing is stored', async () => {
  const [user, staff, colleague] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const { id } = await openConversation(user);
  await send(staff, id, 'What do you see?', { basedOnSeq: 1 });
  await send(user, id, 'A red light.');
  await send(colleague, id, 'Is it blinking?');

  const answer = await send(staff, id, 'Please switch it off.', { basedOnSeq: 2 });
  const refused = answer.body as unknown as Refused;
  expect([answer.status, refused.code]).toEqual([409, 'CONTEXT_CHANGED']);
  expect(refused.messages.map(({ seq, message }) => [seq, message])).toEqual([
    [3, 'A red light.'],
    [4, 'Is it blinking?'],
  ]);
  expect(await readAll(staff, id)).toHaveLength(4);
  expect((await send(staff, id, 'Please switch it off.', { basedOnSeq: 4 })).status).toBe(201);
  // What one wrote oneself, on another device, is no surprise.
  expect((await send(staff, id, 'And on again.', { basedOnSeq: 4 })).status).toBe(201);
});

test('a repeat is answered with the message that is there, whatever came since', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const fields = { basedOnSeq: 1, clientMessageId: randomUUID() };
  await send(staff, id, 'Hello!', fields);
  await send(user, id, 'Hello?');
  expect((await send(staff, id, 'Hello!', fields)).status).toBe(200);
});

test('on a socket the same, in the acknowledgement and in chat-error', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  await send(user, id, 'One more thing.');
  const agent = await connectSocket(staff);
  const answer = await agent.ask('send-chat-message', { conversationId: id, message: 'Hello!', basedOnSeq: 1 });
  const missed = [expect.objectContaining({ seq: 2, message: 'One more thing.' })];
  expect(answer).toMatchObject({ ok: false, error: { code: 'CONTEXT_CHANGED', messages: missed } });
  expect(agent.received('chat-error')).toMatchObject([
    { code: 'CONTEXT_CHANGED', conversationId: id, messages: missed },
  ]);
});

test('two agents who race answer on what they saw: of each round exactly one is first', async () => {
  const [user, one, other] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const { id } = await openConversation(user);
  let seq = 1;
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all([one, other].map((agent) => send(agent, id, 'me first', { basedOnSeq: seq })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    seq += 1;
  }
  expect(await readAll(user, id)).toHaveLength(21);
});

test('in 1,000 races of two agents with each other and a customer, by both doors, nobody answers over what they had not seen', async () => {
  const lanes = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const [user, one, other] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
      const { id } = await openConversation(user);
      return { user, one, other, id, socket: await connectSocket(other) };
    }),
  );
  const races = 1_000 / lanes.length;
  const outcomes = await Promise.all(
    lanes.map(async ({ user, one, id, socket }) => {
      /** The message that was stored, and what its writer had seen. */
      const stored: { seq: number; basedOnSeq: number }[] = [];
      let refused = 0;
      for (let race = 0; race < races; race += 1) {
        const basedOnSeq = (await readConversation(one, id)).lastSeq;
        const text = { conversationId: id, message: `second ${race}`, basedOnSeq };
        const [, byRest, bySocket] = await Promise.all([
          send(user, id, `customer ${race}`),
          send(one, id, `first ${race}`, { basedOnSeq }),
          socket.ask('send-chat-message', text),
        ]);
        if (byRest.status === 201) stored.push({ seq: byRest.body.message.seq, basedOnSeq });
        else expect(byRest.body).toMatchObject({ code: 'CONTEXT_CHANGED' });
        if (bySocket.ok) stored.push({ seq: Object(bySocket.message).seq, basedOnSeq });
        else expect(bySocket.error).toMatchObject({ code: 'CONTEXT_CHANGED' });
        refused += (byRest.status === 201 ? 0 : 1) + (bySocket.ok ? 0 : 1);
      }
      const customers = (await readAll(one, id)).filter(({ senderType }) => senderType === 'user');
      const unseen = stored.flatMap(({ seq, basedOnSeq }) =>
        customers.filter((message) => message.seq > basedOnSeq && message.seq < seq),
      );
      expect(unseen).toEqual([]);
      expect(customers).toHaveLength(races + 1);
      return { stored: stored.length, refused };
    }),
  );
  const sum = (what: 'stored' | 'refused') => outcomes.reduce((total, outcome) => total + outcome[what], 0);
  // Of two who race at most one is first; in some of the races it is the customer.
  expect(sum('stored') + sum('refused')).toBe(2_000);
  expect(sum('stored')).toBeLessThanOrEqual(1_000);
  expect(sum('stored')).toBeGreaterThan(0);
}, 120_000);

test('users have no such field', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const answer = await send(user, id, 'Hello!', { basedOnSeq: 1 });
  expect(answer.body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'basedOnSeq' }] });
});
