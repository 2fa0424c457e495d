import { type Failure, fail, fieldErrors } from '@livechat/contracts/errors';
import type { z } from 'zod';

/** JSON that is nested deeper serves nobody but who wants to exhaust a stack. */
const maxDepth = 32;

/** What a caller sent, held against a contract's input: no unknown field, no nesting without end. */
export function readInput<S extends z.ZodObject>(
  schema: S,
  input: Record<string, unknown>,
): z.output<S> | Failure<'VALIDATION_FAILED'> {
  if (isDeeperThan(input, maxDepth)) return fail('VALIDATION_FAILED', 'The JSON is nested too deeply');
  const parsed = schema.strict().safeParse(input);
  return parsed.success
    ? (parsed.data as z.output<S>)
    : fail('VALIDATION_FAILED', undefined, { errors: fieldErrors(parsed.error.issues) });
}

/** Walks level by level: recursion would be the very thing to defend against. */
function isDeeperThan(value: unknown, max: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > max) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
