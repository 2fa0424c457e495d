import { cleanStrings } from '@livechat/clean-text/clean-strings';
import { ClientMetadata, type Metadata } from '@livechat/contracts/chat/message';
import { type Failure, fail, fieldErrors } from '@livechat/contracts/errors';

/**
 * What a client notes beside a message, its keys and texts cleaned as the message is. The rules of the contract are asked
 * once more: a reserved key may come to light only now, and closing directions adds to the size.
 */
export function cleanMetadata(metadata: Metadata): Metadata | Failure<'VALIDATION_FAILED'> {
  const cleaned = cleanStrings(metadata);
  // A schema passes over this key at any depth without a word; in a text its quotes would be escaped.
  if (JSON.stringify(cleaned).includes('"__proto__":'))
    return refused([{ path: [], message: '__proto__ is not a field' }]);
  const parsed = ClientMetadata.safeParse(cleaned);
  return parsed.success ? parsed.data : refused(parsed.error.issues);
}

function refused(issues: Parameters<typeof fieldErrors>[0]): Failure<'VALIDATION_FAILED'> {
  const inMetadata = issues.map(({ path, message }) => ({ path: ['metadata', ...path], message }));
  return fail('VALIDATION_FAILED', undefined, { errors: fieldErrors(inMetadata) });
}
