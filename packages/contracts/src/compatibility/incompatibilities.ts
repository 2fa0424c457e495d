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
  return [
    ...(older.subject === newer.subject ? [] : [`subject: is ${newer.subject}, was ${older.subject}`]),
    ...(['actors', 'callers', 'listeners', 'errors'] as const).flatMap((list) =>
      (older[list] ?? []).filter((entry) => !newer[list]?.includes(entry)).map((entry) => `${list}: ${entry} is gone`),
    ),
    ...doorIncompatibilities(older, newer),
    ...schemaIncompatibilities(older, newer),
  ];
}

function doorIncompatibilities(older: ContractSnapshot, newer: ContractSnapshot): string[] {
  const routes = Object.entries(older.routes ?? {}).flatMap(([route, { claims, ...binding }]) => {
    const { claims: newClaims, ...now } = newer.routes?.[route] ?? {};
    if (newer.routes?.[route] === undefined) return [`${route}: is gone`];
    const changed = isSame(binding, now) ? [] : [`${route}: role or status changed`];
    return [...changed, ...lostClaims(claims, newClaims).map((field) => `${route}: ${field} is not read`)];
  });
  if (!older.socket) return routes;
  const { event, claims } = older.socket;
  if (newer.socket?.event !== event) return [...routes, `socket event ${event}: is gone`];
  return [...routes, ...lostClaims(claims, newer.socket.claims).map((field) => `${event}: ${field} is not read`)];
}

function lostClaims(older: object = {}, newer: object = {}): string[] {
  const still = new Set<unknown>(Object.values(newer));
  return Object.values(older)
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
