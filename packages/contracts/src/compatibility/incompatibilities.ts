import type { JsonSchema } from '../reference/json-schema.ts';
import type { ContractSnapshot } from './contract-snapshot.ts';
import { schemaMisfits } from './schema-misfits.ts';

/**
 * Why a peer that was built with `older` could not live with `newer`; nothing if it can. While versions change, both
 * run side by side.
 *
 * - Input: all that the older one may send must still be taken, and mean the same. New fields must be optional.
 * - Output and payload: all that is given must be readable to the older one, and what it knows must still be there.
 *   New fields are fine.
 * - Subject, routes, socket event, errors, and who may call or listen must still be there.
 */
export function incompatibilities(older: ContractSnapshot, newer: ContractSnapshot | undefined): string[] {
  if (!newer) return ['is gone'];
  return [...peerIncompatibilities(older, newer), ...doorIncompatibilities(older, newer)];
}

/** Of these, what concerns everybody who asks or hears, on the bus and at the doors. */
export function peerIncompatibilities(older: ContractSnapshot, newer: ContractSnapshot): string[] {
  return [
    ...movedSubject(older, newer),
    ...(['actors', 'callers', 'listeners', 'errors'] as const).flatMap((list) =>
      (older[list] ?? []).filter((entry) => !newer[list]?.includes(entry)).map((entry) => `${list}: ${entry} is gone`),
    ),
    ...schemaIncompatibilities(older, newer),
  ];
}

function movedSubject(older: ContractSnapshot, newer: ContractSnapshot): string[] {
  return older.subject === newer.subject ? [] : [`subject: is ${newer.subject}, was ${older.subject}`];
}

/**
 * The other way round: what a peer that was built with `newer` misses in one that still goes by `older`.
 *
 * - `breaks`: what it needs for all that it does. Output and payload of the older one must be readable to it, so what
 *   they are to have in future must be optional until then.
 * - `waits`: what it may ask beyond the older one. That is refused or passed over until the other one is replaced, and
 *   nobody who does not use it notices.
 */
export function shortcomings(
  newer: ContractSnapshot,
  older: ContractSnapshot | undefined,
): { breaks: string[]; waits: string[] } {
  if (!older) return { breaks: [], waits: ['is not there yet'] };
  const breaks = movedSubject(older, newer);
  for (const part of ['output', 'payload'] as const) {
    const [is, was] = [newer[part], older[part]];
    if (is && was) breaks.push(...schemaMisfits(side(newer, is), side(older, was), 'by a newer peer', part));
    else if (is) breaks.push(`${part}: is not given`);
  }
  const asked =
    newer.input && older.input
      ? schemaMisfits(side(older, older.input), side(newer, newer.input), 'at a door', 'input')
      : [];
  const actors = (newer.actors ?? []).filter((actor) => !older.actors?.includes(actor));
  return { breaks, waits: [...actors.map((actor) => `actors: ${actor} is not let in yet`), ...asked] };
}

/** What concerns those who come over REST or sockets; `missing` is how it is said of what only `relied` has. */
export function doorIncompatibilities(
  relied: ContractSnapshot,
  met: ContractSnapshot,
  missing: 'is gone' | 'is not there yet' = 'is gone',
): string[] {
  const routes = Object.entries(relied.routes ?? {}).flatMap(([route, { claims, ...binding }]) => {
    const { claims: claimsMet, ...bindingMet } = met.routes?.[route] ?? {};
    if (met.routes?.[route] === undefined) return [`${route}: ${missing}`];
    const changed = isSame(binding, bindingMet) ? [] : [`${route}: role or status changed`];
    return [...changed, ...lostClaims(claims, claimsMet).map((field) => `${route}: ${field} is not read`)];
  });
  if (!relied.socket) return routes;
  const { event, claims } = relied.socket;
  if (met.socket?.event !== event) return [...routes, `socket event ${event}: ${missing}`];
  return [...routes, ...lostClaims(claims, met.socket.claims).map((field) => `${event}: ${field} is not read`)];
}

function lostClaims(relied: object = {}, met: object = {}): string[] {
  const still = new Set<unknown>(Object.values(met));
  return Object.values(relied)
    .filter((field) => !still.has(field))
    .map(String);
}

function schemaIncompatibilities(older: ContractSnapshot, newer: ContractSnapshot): string[] {
  const misfits: string[] = [];
  if (older.input && newer.input) {
    const [read, written] = [side(newer, newer.input), side(older, older.input)];
    misfits.push(...schemaMisfits(read, written, 'at a door', 'input'), ...changedDefaults(older.input, newer.input));
  }
  for (const part of ['output', 'payload'] as const) {
    const [was, is] = [older[part], newer[part]];
    if (was && is) misfits.push(...schemaMisfits(side(older, was), side(newer, is), 'by a peer', part));
    else if (was) misfits.push(`${part}: is gone`);
  }
  return misfits;
}

const side = ({ $defs }: ContractSnapshot, schema: JsonSchema) => ({ schema, $defs });

/** Who leaves a field out means its default. */
function changedDefaults(older: JsonSchema, newer: JsonSchema): string[] {
  return Object.entries(older.properties ?? {})
    .filter(([name, field]) => field.default !== undefined && !isSame(field.default, newer.properties?.[name]?.default))
    .map(([name]) => `input.${name}: has another default`);
}

/** Both come from JSON that was written in the same order. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
