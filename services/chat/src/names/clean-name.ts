import { cleanText } from '@livechat/clean-text/clean-text';
import { hasVisibleText } from '@livechat/clean-text/has-visible-text';
import { maxDisplayNameLength } from '@livechat/contracts/identity/resolve-principal';

/**
 * A name as it is shown, from one that somebody else wrote: on one line, without control characters and recognised markup,
 * its directions closed so that it turns round nothing beside it. Undefined when there would be nothing to see.
 */
export function cleanName(name: string): string | undefined {
  const oneLine = [...name.replace(/[\n\t\u2028\u2029]+/g, ' ')];
  let cleaned = cleanText(oneLine.join('')).trim();
  // Closing a direction adds to it; then it ends earlier.
  while (cleaned.length > maxDisplayNameLength) {
    oneLine.pop();
    cleaned = cleanText(oneLine.join('')).trim();
  }
  return hasVisibleText(cleaned) ? cleaned : undefined;
}
