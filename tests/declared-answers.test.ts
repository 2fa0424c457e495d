import { randomUUID } from 'node:crypto';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { conversationsPath, messagesPath, openConversation, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { answered } from './setup/reference.ts';
import { type SampleCall, sampleCalls } from './setup/sample-calls.ts';
import { suspiciousText } from './setup/suspicious-text.ts';

// Every answer that the reference declares is provoked here, but for those of a system that is broken or half away,
// which are in broken-system.test.ts. That no other occurs is held at each call of each system test.

const [user, staff, blocked] = [newPerson('user'), newPerson('admin'), newPerson('user')];
const nowhere = { conversationId: 2_000_000_000, messageId: 2_000_000_000, userId: 2_000_000_000 };
const spam = suspiciousText();
const worse =
  'Congratulations you won! Claim your prize: https://bit.ly/x act now, work from home and earn $5000, no prescription needed';

const instances: FurtherInstance[] = [];
let narrowGateway = '';
let keylessGateway = '';
let calls: SampleCall[] = [];

beforeAll(async () => {
  const [first, second] = inject('system').further.gateway;
  const narrow = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '1/60s']));
  const keyless = { AUTH_JWT_SECRET: '', AUTH_JWKS_URL: 'http://127.0.0.1:9/keys' };
  instances.push(
    ...(await Promise.all([
      startFurther('gateway', { ...first, ...narrow }),
      startFurther('gateway', { ...second, ...keyless }),
    ])),
  );
  narrowGateway = `http://127.0.0.1:${first?.PORT}`;
  keylessGateway = `http://127.0.0.1:${second?.PORT}`;
  const { id: conversationId } = await openConversation(user);
  const { message } = (await send(user, conversationId, 'to be changed')).body;
  const { id: userId } = await principalOf(newPerson('user'));
  calls = sampleCalls({ conversationId, messageId: message.id, userId });
  const { id: blockedId } = await principalOf(blocked);
  await staff.call('PUT', `/api/chat/admin/users/${blockedId}/block`, { reason: 'for a test' });
});

afterAll(() => {
  for (const instance of instances) instance.kill();
});

const bearerOf = ({ role }: SampleCall): Person => (role === 'admin' ? staff : user);
const othersOf = ({ role }: SampleCall): Person => (role === 'admin' ? user : staff);

function run(call: SampleCall, options: Parameters<typeof callApi>[2] = {}) {
  const token = call.role === 'nobody' ? {} : { token: bearerOf(call).token };
  return callApi(call.method, call.path, { ...token, ...(call.body && { body: call.body }), ...options });
}

const bodied = () => calls.filter(({ method }) => method !== 'GET');

test('what every call of its kind can answer', async () => {
  for (const call of calls) {
    await run(call, { token: 'nonsense' });
    await run({ ...call, path: `${call.path}?surprise=1` });
    if (call.role === 'user' || call.role === 'admin') await run(call, { token: othersOf(call).token });
    // Signing out is open to the blocked too.
    const isForUsers = call.role === 'user' || (call.role === 'any' && !call.path.endsWith('/logout'));
    if (isForUsers) await run(call, { token: blocked.token });
    if (call.path !== call.template) await run({ ...call, path: pathTo(call) });
  }
  for (const call of bodied()) {
    await run(call, { body: { ...call.body, surprise: 'x'.repeat(70_000) } });
    await run(call, { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }
  for (const call of calls.filter(({ role }) => role === 'nobody')) await run(call, { gateway: keylessGateway });
  for (const call of calls) if (!call.path.endsWith('/logout')) await run(call);
});

function pathTo({ template }: SampleCall): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof nowhere) => String(nowhere[name]));
}

test('what a call can answer beyond that', async () => {
  // Limits of one in a minute, by a gateway of its own.
  const isLimited = ({ method, path }: SampleCall) => method === 'POST' && !path.endsWith('/logout');
  for (const call of calls.filter((one) => isLimited(one) && one.declared.includes('429 RATE_LIMITED'))) {
    for (const _ of [1, 2])
      await run(
        {
          ...call,
          body: { ...call.body, ...(call.body && 'clientMessageId' in call.body && { clientMessageId: randomUUID() }) },
        },
        { gateway: narrowGateway },
      );
  }
  // After the good tokens, which are known by now: many bad ones of an address slow down what is not known.
  for (const call of calls.filter(({ role }) => role !== 'nobody')) {
    for (const _ of [1, 2]) await run(call, { token: 'nonsense', gateway: narrowGateway });
  }
  const own = { clientMessageId: randomUUID(), subject: 'Hello', message: 'Hello' };
  const author = newPerson('user');
  const { id } = await openConversation(author, own);
  const create = (fields: object) => author.call('POST', conversationsPath, { ...own, ...fields });
  await create({});
  await create({ message: 'another text' });
  await create({ clientMessageId: randomUUID(), message: worse });
  for (let open = 1; open <= 5; open += 1) await create({ clientMessageId: randomUUID() });

  for (const sender of [author, staff]) {
    const clientMessageId = randomUUID();
    await send(sender, id, 'Hello', { clientMessageId });
    await send(sender, id, 'Hello', { clientMessageId });
    await send(sender, id, 'Good bye', { clientMessageId });
    const { message } = (await send(sender, id, 'too old to be changed')).body;
    await query("update chat_messages set created_at = now() - interval '1 hour' where id = $1", [message.id]);
    const edit = (messageId: number, text: string) =>
      sender.call('PATCH', `${messagesPath(sender, id)}/${messageId}`, { message: text });
    await edit(message.id, 'changed');
    await edit((await send(sender, id, 'young enough')).body.message.id, worse);
    await edit((await send(sender, id, 'young enough')).body.message.id, 'changed');
  }
  await send(author, id, worse);
  await send(staff, id, 'too late', { basedOnSeq: 1 });
  const flagged = (await send(author, id, spam)).body.message;
  const judge = (messageId: number) =>
    staff.call('PATCH', `${messagesPath(staff, id)}/${messageId}/review`, { verdict: 'reject' });
  await judge(flagged.id);
  await judge(flagged.id);
  await author.call('PATCH', `${conversationsPath}/${id}/status`, { status: 'closed' });
  await send(staff, id, 'is closed');

  const settings = await callApi('GET', '/api/client-settings');
  const known = { 'if-none-match': settings.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
  await callApi('GET', '/api/client-settings', { headers: known });
  const login = await callApi<{ accessToken: string; refreshToken: string }>('POST', '/api/auth/login', {
    body: { username: 'demo', password: 'demo' },
  });
  await callApi('POST', '/api/auth/login', { body: { username: 'demo', password: 'wrong' } });
  await callApi('POST', '/api/auth/refresh', { body: { refreshToken: login.body.refreshToken } });
  await callApi('POST', '/api/auth/logout', { token: login.body.accessToken });
});

test('that is every answer that the reference declares', () => {
  const broken = / (INTERNAL|UNAVAILABLE)$/;
  const declared = calls.flatMap((call) => call.declared.map((answer) => `${call.name} ${answer}`));
  expect(declared.length).toBeGreaterThan(150);
  expect(declared.filter((answer) => !broken.test(answer) && !answered.has(answer))).toEqual([]);
});
