import { expect, test } from 'vitest';
import { services } from './actor.ts';
import { type RequestContract, subjectOf } from './contract.ts';
import { busUsers, inboxPrefix, isInbox, permissionsOf } from './permissions.ts';
import { events, requests, signals } from './registry.ts';

const asked = Object.values<RequestContract>(requests);
const everywhere = (contract: Parameters<typeof subjectOf>[0]) => subjectOf(contract, '*');

test('moderation, which is asked by chat alone, may answer and be found, and nothing else', () => {
  expect(permissionsOf('moderation')).toEqual({
    publish: ['_INBOX_chat.>', '_INBOX.>'],
    subscribe: [
      'livechat.v1.rpc.moderation.message.review moderation',
      'livechat.v1.rpc.moderation.message.review-many moderation',
      ...['PING', 'INFO', 'STATS'].flatMap((verb) => [
        `$SRV.${verb}`,
        `$SRV.${verb}.moderation`,
        `$SRV.${verb}.moderation.*`,
      ]),
    ],
  });
});

test('a request is published by its callers only, and heard by its owner only, in the owner’s queue group', () => {
  for (const { name, subject, owner, callers } of asked) {
    for (const user of busUsers) {
      const { publish, subscribe } = permissionsOf(user);
      expect(publish.includes(subject), `${user} asks ${name}`).toBe(callers.some((caller) => caller === user));
      const heard = subscribe.filter((entry) => entry.split(' ')[0] === subject);
      expect(heard, `${user} hears ${name}`).toEqual(user === owner ? [`${subject} ${owner}`] : []);
    }
  }
});

test('an event or signal is published by its owner only, and heard by its listeners and operators', () => {
  for (const contract of [...Object.values(events), ...Object.values(signals)]) {
    const listeners: readonly string[] = [...contract.listeners, 'operator'];
    for (const user of busUsers) {
      const { publish, subscribe } = permissionsOf(user);
      expect(publish.includes(everywhere(contract)), `${user} tells ${contract.name}`).toBe(user === contract.owner);
      expect(subscribe.includes(everywhere(contract)), `${user} hears ${contract.name}`).toBe(listeners.includes(user));
    }
  }
});

test('nobody listens at the inbox of another, and answers go to those who may ask only', () => {
  for (const user of busUsers) {
    const { publish, subscribe } = permissionsOf(user);
    const own = subscribe.filter((entry) => entry.startsWith('_INBOX'));
    expect(own).toEqual(user === 'moderation' ? [] : [`${inboxPrefix(user)}.>`]);
    const askers = services.filter((caller) =>
      asked.some(({ owner, callers }) => owner === user && callers.includes(caller)),
    );
    const answered = user === 'operator' ? [] : [...askers, 'operator' as const];
    expect(publish.filter((entry) => entry.startsWith('_INBOX'))).toEqual(
      answered.map((asker) => `${inboxPrefix(asker)}.>`),
    );
  }
});

test('JetStream is chat’s, to make the stream of events, and operators look at it', () => {
  const used = (user: (typeof busUsers)[number]) =>
    permissionsOf(user).publish.filter((subject) => subject.startsWith('$JS.'));
  for (const service of ['gateway', 'moderation', 'realtime'] as const) expect(used(service)).toEqual([]);
  expect(used('chat')).toEqual(['$JS.API.STREAM.INFO.LIVECHAT_EVENTS', '$JS.API.STREAM.CREATE.LIVECHAT_EVENTS']);
  expect(used('operator').filter((subject) => /CREATE|UPDATE|DELETE|PURGE|CONSUMER|DIRECT/.test(subject))).toEqual([]);
});

test('no entry is wider than a conversation’s id, an instance’s id, or an inbox', () => {
  for (const user of busUsers) {
    const { publish, subscribe } = permissionsOf(user);
    for (const entry of [...publish, ...subscribe]) {
      const narrow =
        /^(livechat\.v1\.(event|signal)\.conversation\.\*\.[a-z-]+|\$SRV\.[A-Z]+\.[a-z]+\.\*|_INBOX[a-z_]*\.>)$/;
      const ofOperator = user === 'operator' && /^\$SRV\.(PING|INFO|STATS)\.>$/.test(entry);
      if (/[*>]/.test(entry)) expect(narrow.test(entry) || ofOperator, `${user}: ${entry}`).toBe(true);
    }
  }
});

test('an answer goes to an inbox and nowhere else', () => {
  for (const user of busUsers) expect(isInbox(`${inboxPrefix(user)}.x`)).toBe(true);
  for (const place of [undefined, '', 'livechat.v1.event.conversation.7.created', '$JS.API.INFO', 'x._INBOX.y']) {
    expect(isInbox(place)).toBe(false);
  }
});
