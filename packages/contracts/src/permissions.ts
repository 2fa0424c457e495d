import { type Service, services } from './actor.ts';
import { type EventContract, type RequestContract, type SignalContract, subjectOf } from './contract.ts';
import { events, requests, signals } from './registry.ts';

/** Who signs in at NATS: the services, and people with their tools. */
export const busUsers = [...services, 'operator'] as const;
export type BusUser = (typeof busUsers)[number];

/**
 * Under which names a user may sign in. A service has two with the same rights, so that its password can be replaced while
 * it runs: one is in use, the other gets the next password.
 */
export const signInNames = {
  gateway: ['gateway', 'gateway-b'],
  chat: ['chat', 'chat-b'],
  moderation: ['moderation', 'moderation-b'],
  realtime: ['realtime', 'realtime-b'],
  operator: ['operator'],
} as const satisfies Record<BusUser, readonly string[]>;
export type SignInName = (typeof signInNames)[BusUser][number];
export const allSignInNames: readonly SignInName[] = busUsers.flatMap((user) => signInNames[user]);

/** What a user may do on NATS, in its own notation: `subject queue` stands for a subscription in that queue group. */
export interface Permissions {
  publish: readonly string[];
  subscribe: readonly string[];
}

/** The stream that keeps the events. */
export const eventStream = 'LIVECHAT_EVENTS';

/** Where answers to this user arrive; nobody else may listen there. That of tools is what they use by themselves. */
export function inboxPrefix(user: BusUser): string {
  return user === 'operator' ? '_INBOX' : `_INBOX_${user}`;
}

/**
 * Whether something may be answered there. Without this a caller could name an event's subject as the place for its
 * answer, and have the owner publish there what it may not publish itself.
 */
export function isInbox(subject: string | undefined): boolean {
  return subject?.startsWith(inboxPrefix('operator')) ?? false;
}

export function permissionsOf(user: BusUser): Permissions {
  return user === 'operator' ? operatorPermissions() : servicePermissions(user);
}

const discoveryVerbs = ['PING', 'INFO', 'STATS'] as const;
const asked = Object.values<RequestContract>(requests);
const told = [...Object.values<EventContract>(events), ...Object.values<SignalContract>(signals)];
const everySubject = (contract: EventContract | SignalContract) => subjectOf(contract, '*');
const inbox = (user: BusUser) => `${inboxPrefix(user)}.>`;

function servicePermissions(service: Service): Permissions {
  const calls = asked.filter(({ callers }) => callers.includes(service));
  const serves = asked.filter(({ owner }) => owner === service);
  const callers = services.filter((caller) => serves.some((contract) => contract.callers.includes(caller)));
  const keepsEvents = Object.values<EventContract>(events).some(({ owner }) => owner === service);
  return {
    publish: [
      ...calls.map(({ subject }) => subject),
      ...told.filter(({ owner }) => owner === service).map(everySubject),
      // For answers. By name and not by `allow_responses`, which lets a service answer wherever the asker wants.
      ...[...callers, 'operator' as const].map(inbox),
      ...(keepsEvents ? ['INFO', 'CREATE'].map((verb) => `$JS.API.STREAM.${verb}.${eventStream}`) : []),
    ],
    subscribe: [
      ...serves.map(({ subject }) => `${subject} ${service}`),
      ...told.filter(({ listeners }) => listeners.includes(service)).map(everySubject),
      ...(calls.length > 0 || keepsEvents ? [inbox(service)] : []),
      ...discoveryVerbs.flatMap((verb) => [
        `$SRV.${verb}`,
        `$SRV.${verb}.${service}`,
        // One instance, by an id that is new at each start.
        `$SRV.${verb}.${service}.*`,
      ]),
    ],
  };
}

/**
 * Looking on: what services there are, what is told, what the stream has. Not the requests, which carry passwords, and
 * no consumers of the stream, which repeat what it keeps on subjects of one's choice.
 */
function operatorPermissions(): Permissions {
  const streamVerbs = ['INFO', 'MSG.GET'].map((verb) => `$JS.API.STREAM.${verb}.${eventStream}`);
  return {
    publish: [
      ...discoveryVerbs.flatMap((verb) => [`$SRV.${verb}`, `$SRV.${verb}.>`]),
      ...['$JS.API.INFO', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST', ...streamVerbs],
    ],
    subscribe: [...told.map(everySubject), inbox('operator')],
  };
}
