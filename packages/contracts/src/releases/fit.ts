import { services } from '../actor.ts';
import type { ContractSnapshot } from '../compatibility/contract-snapshot.ts';
import { doorIncompatibilities, peerIncompatibilities, shortcomings } from '../compatibility/incompatibilities.ts';
import { ownerOf, type Version } from './version.ts';

/** One of the two relies on what the other one says, which goes both ways while both run. */
export type Direction = 'old asks new' | 'new asks old' | 'old hears new' | 'new hears old' | 'old runs with new';

export interface Verdict {
  /** The contract, `permissions on NATS`, or `migrations`. */
  about: string;
  direction: Direction;
  /** Who of which version meets whom. */
  who: string;
  /** What somebody who uses nothing new would notice. */
  breaks: readonly string[];
  /** What is new and is not there before the other side is replaced too. */
  waits: readonly string[];
}

/** Whether services of both versions work beside each other: every contract, in both directions. */
export function fit(older: Version, newer: Version): Verdict[] {
  const names = new Set([...Object.keys(older.contracts), ...Object.keys(newer.contracts)]);
  return [
    ...[...names].sort().flatMap((name) => ofContract(name, older, newer)),
    ...services.map((service) => ofPermissions(service, older, newer)),
    ofMigrations(older, newer),
  ];
}

export const doesFit = (verdicts: readonly Verdict[]) => verdicts.every(({ breaks }) => breaks.length === 0);

function ofContract(name: string, older: Version, newer: Version): Verdict[] {
  const [was, is] = [older.contracts[name], newer.contracts[name]];
  const isTold = (was ?? is)?.payload !== undefined;
  const verdicts: Verdict[] = [];
  if (was) {
    const door = is ? doorIncompatibilities(was, is) : [];
    const breaks = is ? peerIncompatibilities(was, is) : ['is gone'];
    const direction = isTold ? 'old hears new' : 'old asks new';
    verdicts.push({
      about: name,
      direction,
      who: meeting(was, older, is ?? was, newer),
      breaks: [...breaks, ...door],
      waits: [],
    });
  }
  if (is) {
    const door = was ? doorIncompatibilities(is, was, 'is not there yet') : [];
    const { breaks, waits } = shortcomings(is, was);
    const direction = isTold ? 'new hears old' : 'new asks old';
    verdicts.push({
      about: name,
      direction,
      who: meeting(is, newer, was ?? is, older),
      breaks,
      waits: [...waits, ...door],
    });
  }
  return verdicts;
}

/** `gateway, apps of 0.1.0 with chat of working-tree`. */
function meeting(relying: ContractSnapshot, its: Version, met: ContractSnapshot, other: Version): string {
  const askers: string[] = [...(relying.callers ?? relying.listeners ?? [])];
  // What has no subject is between realtime and a socket.
  const isAtDoor = relying.subject === undefined || relying.socket || Object.keys(relying.routes ?? {}).length > 0;
  if (isAtDoor) askers.push('apps');
  const owner = ownerOf(met, other) ?? ownerOf(relying, its) ?? 'realtime';
  return `${askers.join(', ')} of ${its.name} with ${owner} of ${other.name}`;
}

/** They are changed before the first service is, so only the old ones meet others than their own. */
function ofPermissions(service: (typeof services)[number], older: Version, newer: Version): Verdict {
  const [had, has] = [older.permissions[service], newer.permissions[service]];
  const lost = (['publish', 'subscribe'] as const).flatMap((verb) =>
    had[verb].filter((subject) => !has[verb].includes(subject)).map((subject) => `${verb}: ${subject} is refused`),
  );
  const moved = had.inboxPrefix === has.inboxPrefix ? [] : [`inbox: is ${has.inboxPrefix}, was ${had.inboxPrefix}`];
  return {
    about: 'permissions on NATS',
    direction: 'old runs with new',
    who: `${service} of ${older.name} with the permissions of ${newer.name}`,
    breaks: [...lost, ...moved],
    waits: [],
  };
}

/** A migrator refuses to start when one that has run is unknown to it, or when a new one belongs between them. */
function ofMigrations({ name, migrations: had }: Version, newer: Version): Verdict {
  const has = newer.migrations;
  const last = had.at(-1) ?? '';
  return {
    about: 'migrations',
    direction: 'old runs with new',
    who: `chat of ${newer.name} with the tables of ${name}`,
    breaks: [
      ...had.filter((migration) => !has.includes(migration)).map((migration) => `${migration}: is gone`),
      ...has
        .filter((migration) => !had.includes(migration) && migration < last)
        .map((migration) => `${migration}: belongs before ${last}, which has run`),
    ],
    waits: [],
  };
}
