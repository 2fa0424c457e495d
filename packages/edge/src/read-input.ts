import type { Without } from '@livechat/contracts/contract';
import { type Failure, fail, fieldErrors } from '@livechat/contracts/errors';
import type { z } from 'zod';

/** JSON that is nested deeper serves nobody but who wants to exhaust a stack. */
const maxDepth = 32;

/** What a caller sent, held against a contract's input: no unknown field, no nesting without end. */
export function readInput<S extends z.ZodObject>(
  schema: S,
  input: Record<string, unknown>,
  without?: Without,
): z.output<S> | Failure<'VALIDATION_FAILED'> {
  const fault = structureFault(input);
  if (fault !== undefined) return fail('VALIDATION_FAILED', undefined, { errors: [{ path: '', message: fault }] });
  const misplaced = without?.fields?.find((field) => Object.hasOwn(input, field));
  if (misplaced !== undefined) {
    return fail('VALIDATION_FAILED', undefined, { errors: [{ path: misplaced, message: 'is not a field here' }] });
  }
  const parsed = strictly(schema).safeParse(input);
  return parsed.success
    ? (parsed.data as z.output<S>)
    : fail('VALIDATION_FAILED', undefined, { errors: fieldErrors(parsed.error.issues) });
}

const strictSchemas = new WeakMap<z.ZodObject, z.ZodObject>();

/** Made once: zod compiles each schema object anew, which costs more than all the rest of a request's checks. */
function strictly(schema: z.ZodObject): z.ZodObject {
  const known = strictSchemas.get(schema);
  if (known) return known;
  const made = schema.strict();
  strictSchemas.set(schema, made);
  return made;
}

/** Walks level by level: recursion would be the very thing to defend against. */
function structureFault(input: Record<string, unknown>): string | undefined {
  let level: object[] = [input];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return 'is nested too deeply';
    // A schema passes over this key without a word, so that a caller would not learn that it was lost.
    if (level.some((item) => Object.hasOwn(item, '__proto__'))) return '__proto__ is not a field';
    const next: object[] = [];
    for (const item of level) {
      for (const value of Object.values(item)) if (typeof value === 'object' && value !== null) next.push(value);
    }
    level = next;
  }
  return undefined;
}
