import { isIP } from 'node:net';
import type { Principal, Role } from '@livechat/contracts/actor';
import type { ErrorCode } from '@livechat/contracts/errors';
import { closeSession, openSession } from '@livechat/contracts/identity/sessions';
import type { Logger } from '@livechat/service/logger';
import { addressKey } from './address-key.ts';
import { auditFields, type Operation } from './audit-fields.ts';
import { createBoundedLines } from './bounded-lines.ts';

/** Something that somebody did, or was refused. */
export interface Deed {
  requestId: string;
  /** The client's, as far as the proxies in front are believed; asked only for a line. */
  address: () => string | undefined;
  /** Absent for who was not let in. */
  actor?: Pick<Principal, 'role' | 'id'> | undefined;
  operation: Operation;
  /** What came with it; of that only ids and names of fields are told. */
  given?: object | undefined;
  /** As what somebody without a token wants to be let in. */
  askedRole?: Role | undefined;
}

/** The trail of what staff did and of who was refused. */
export interface Audit {
  /** To be called before the answer goes out. `outcome` is `OK` or an error's code. */
  ended(deed: Deed, outcome: 'OK' | ErrorCode): void;
  /** Tells what is counted only. */
  stop(): void;
}

const refusals = new Set<string>([
  'UNAUTHENTICATED',
  'INVALID_CREDENTIALS',
  'FORBIDDEN',
  'BLOCKED',
  // A foreign conversation; at the doors it looks like one that is not there.
  'NOT_FOUND',
] satisfies ErrorCode[]);

/** Told of customers too. */
const signingInAndOut = new Set<string>([openSession.name, closeSession.name]);

/**
 * A line for all that staff do, by their role, so that a new operation needs no thought; for every signing in and out; and
 * for everybody who was refused, as many of those as a disk can bear. A customer's own reading and writing has none.
 * No level of the log keeps these lines back.
 */
export function createAudit(log: Logger): Audit {
  const trail = log.child({ audit: true }, { level: 'info' });
  const write = (line: object) => trail.info(line, 'audit');
  // Apart, so that strangers cannot use up the lines of those who have a token.
  const strangers = createBoundedLines(write);
  const customers = createBoundedLines(write);

  return {
    ended(deed, outcome) {
      const { actor } = deed;
      const isOwnDoing = outcome === 'OK' && signingInAndOut.has(deed.operation.name);
      if (actor?.role === 'admin' || isOwnDoing) write(lineOf(deed, outcome));
      else if (actor && refusals.has(outcome)) customers.write(personOf(actor), () => lineOf(deed, outcome));
      else if (!actor && (refusals.has(outcome) || outcome === 'RATE_LIMITED')) {
        strangers.write({ network: addressKey(deed.address()) }, () => lineOf(deed, outcome));
      }
    },
    stop() {
      strangers.stop();
      customers.stop();
    },
  };
}

function lineOf(deed: Deed, outcome: string) {
  const { requestId, operation, given, actor, askedRole } = deed;
  return {
    requestId,
    address: addressOf(deed),
    ...(actor && personOf(actor)),
    ...(askedRole && { askedRole }),
    operation: operation.name,
    ...auditFields(operation, given),
    outcome,
  };
}

const personOf = ({ role, id }: Pick<Principal, 'role' | 'id'>) => ({ role, principalId: id });

/** A proxy in front may pass on what a client made up. */
function addressOf(deed: Deed): string {
  const address = deed.address() ?? '';
  return isIP(address) === 0 ? 'unknown' : address;
}
