import { requests } from '@livechat/contracts/registry';
import { expect, test } from 'vitest';
import { openConversation, send } from './setup/conversations.ts';
import { connectNats } from './setup/nats.ts';
import { newPerson } from './setup/people.ts';

interface ServiceReport {
  type: string;
  name: string;
  id: string;
  endpoints: { name: string; subject: string; num_requests: number; num_errors: number }[];
}

async function discover(verb: 'INFO' | 'STATS', name?: string): Promise<ServiceReport[]> {
  const connection = await connectNats();
  try {
    const subject = `$SRV.${verb}${name ? `.${name}` : ''}`;
    const reports: ServiceReport[] = [];
    for await (const reply of await connection.requestMany(subject, '', { maxWait: 500 })) reports.push(reply.json());
    return reports;
  } finally {
    await connection.close();
  }
}

test('every contract is served by its owner, and NATS’ own tools see it', async () => {
  const reports = await discover('INFO');
  expect(new Set(reports.map(({ type }) => type))).toEqual(new Set(['io.nats.micro.v1.info_response']));
  const served = new Set(
    reports.flatMap(({ name, endpoints }) => endpoints.map(({ subject }) => `${name} ${subject}`)),
  );
  expect(served).toEqual(new Set(Object.values(requests).map(({ owner, subject }) => `${owner} ${subject}`)));
});

test('requests are shared by the instances of a service', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  await Promise.all(Array.from({ length: 30 }, (_, index) => send(user, id, `message ${index}`)));
  const answered = (await discover('STATS', 'chat')).map(
    ({ endpoints }) => endpoints.find(({ subject }) => subject === requests.sendMessage.subject)?.num_requests ?? 0,
  );
  expect(answered.length).toBe(2);
  expect(Math.min(...answered)).toBeGreaterThan(0);
});
