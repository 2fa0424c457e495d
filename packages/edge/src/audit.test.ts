import type { Principal } from '@livechat/contracts/actor';
import type { RequestContract } from '@livechat/contracts/contract';
import { errors, isErrorCode } from '@livechat/contracts/errors';
import { requests } from '@livechat/contracts/registry';
import { createLogger } from '@livechat/service/logger';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Audit, createAudit, type Deed } from './audit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const staff = { role: 'admin', id: 7 } as const satisfies Partial<Principal>;
const customer = { role: 'user', id: 7 } as const satisfies Partial<Principal>;
const all = Object.values<RequestContract>(requests);

/** A trail whose log keeps back all that it can. */
function open(): { audit: Audit; lines(): Record<string, unknown>[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const audit = createAudit(createLogger('gateway', 'gateway-1', 'silent', () => undefined, destination));
  return { audit, lines: () => written.map((line) => JSON.parse(line)) };
}

const deed = (fields: Partial<Deed>): Deed => ({
  requestId: 'r',
  address: () => '192.0.2.1',
  operation: requests.getConversation,
  ...fields,
});

test('every operation that staff may use has a line when they use it, at whatever level the log is', () => {
  for (const contract of all.filter(({ actors }) => actors.includes('admin'))) {
    for (const outcome of ['OK', 'NOT_FOUND', 'VALIDATION_FAILED', 'UNAVAILABLE'] as const) {
      const { audit, lines } = open();
      audit.ended(deed({ actor: staff, operation: contract, given: { conversationId: '12' } }), outcome);
      const ids = Object.hasOwn(contract.input.shape, 'conversationId') ? { conversationId: 12 } : {};
      expect(lines(), contract.name).toMatchObject([
        { level: 'info', audit: true, role: 'admin', principalId: 7, operation: contract.name, outcome, ...ids },
      ]);
    }
  }
});

test('of customers there is a line when they are refused, sign in or sign out, and no other', () => {
  const outcomes = ['OK' as const, ...Object.keys(errors).filter(isErrorCode)];
  const told = all.flatMap((operation) => {
    const { audit, lines } = open();
    for (const outcome of outcomes) audit.ended(deed({ actor: customer, operation }), outcome);
    return lines().map(({ outcome }) => `${operation.name} ${outcome}`);
  });
  const refusals = ['UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'FORBIDDEN', 'BLOCKED', 'NOT_FOUND'];
  const expected = all.flatMap(({ name }) => refusals.map((code) => `${name} ${code}`));
  expect(told.sort()).toEqual([...expected, 'openSession OK', 'closeSession OK'].sort());
});

test('a line has ids and names of fields, and nothing that a caller made up', () => {
  const { audit, lines } = open();
  const given = {
    conversationId: 3,
    replyToId: '4',
    clientMessageId: '5105105105105100',
    message: 'canary',
    metadata: { canary: 'canary' },
    canaryId: 6,
    __proto__: { messageType: 'canary' },
  };
  audit.ended(deed({ actor: staff, operation: requests.sendMessage, given, address: () => 'canary' }), 'OK');
  audit.ended(
    deed({ actor: staff, operation: requests.listAllConversations, given: { q: 'canary', userId: 'canary' } }),
    'OK',
  );
  audit.ended(deed({ actor: staff, operation: requests.assignConversation, given: { adminId: null } }), 'OK');
  expect(JSON.stringify(lines())).not.toMatch(/canary|5105/);
  expect(lines()).toMatchObject([
    { conversationId: 3, replyToId: 4, fields: ['message', 'metadata', 'clientMessageId'], address: 'unknown' },
    { fields: ['userId', 'q'] },
    { fields: ['adminId'] },
  ]);
});

test('a stranger fills no disk: some lines for a network in a minute, then their number', () => {
  const { audit, lines } = open();
  for (let n = 0; n < 5_000; n += 1)
    audit.ended(deed({ address: () => `2001:db8::${n.toString(16)}` }), 'UNAUTHENTICATED');
  audit.ended(deed({ address: () => '192.0.2.2' }), 'UNAUTHENTICATED');
  expect(lines()).toHaveLength(21);
  vi.advanceTimersByTime(60_000);
  expect(lines().slice(21)).toMatchObject([
    { audit: true, outcome: 'REFUSED_MORE', network: '2001:db8:0:0::/64', refused: 4_980, windowSeconds: 60 },
  ]);
  audit.ended(deed({ address: () => '2001:db8::1' }), 'UNAUTHENTICATED');
  expect(lines()).toHaveLength(23);
});

test('nor do many strangers together, and they hide no customer who tries what is not theirs', () => {
  const { audit, lines } = open();
  for (let n = 0; n < 20_000; n += 1) {
    audit.ended(deed({ address: () => `10.0.${n >> 8}.${n & 255}` }), 'UNAUTHENTICATED');
  }
  expect(lines()).toHaveLength(1_000);
  audit.ended(deed({ actor: customer, given: { conversationId: 5 } }), 'NOT_FOUND');
  expect(lines().at(-1)).toMatchObject({ principalId: 7, conversationId: 5, outcome: 'NOT_FOUND' });
  audit.stop();
  expect(lines().slice(1_001)).toMatchObject([{ outcome: 'REFUSED_MORE', refused: 19_000 }]);
});
