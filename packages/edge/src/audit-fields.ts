import type { z } from 'zod';

/** What somebody did: a contract fits, and so does a route or a socket event that has a name of its own. */
export interface Operation {
  name: string;
  input?: z.ZodObject;
}

/**
 * What of a call may be told: numbers that are ids, and the names of the other fields that were given. Never what is in
 * those, nor a name that the schema does not know: both are people's own words.
 */
export function auditFields({ input }: Operation, given: object = {}): Record<string, number | string[]> {
  const ids: Record<string, number> = {};
  const fields: string[] = [];
  for (const name of Object.keys(input?.shape ?? {})) {
    if (!Object.hasOwn(given, name)) continue;
    const id = input && isId(input, name) ? idOf(Reflect.get(given, name)) : undefined;
    if (id === undefined) fields.push(name);
    else ids[name] = id;
  }
  return { ...ids, ...(fields.length > 0 && { fields }) };
}

/** `clientMessageId` is none: it is a text that a client makes up. */
function isId({ shape }: z.ZodObject, name: string): boolean {
  return name.endsWith('Id') && shape[name]?.safeParse(1).success === true;
}

/** Paths and queries hold text only. */
function idOf(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
