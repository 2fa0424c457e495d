import type { MessageRow } from './db/rows.ts';

/** NATS carries at most 1 MiB in one message; the rest of an answer is small. */
const maxPageBytes = 800 * 1024;
/** What an item needs beside its text. */
const itemBytes = 1_500;

/** How many of the first items fit into one answer; at least one, so that a reader always gets on. */
export function fitting(messages: readonly (Pick<MessageRow, 'message' | 'metadata'> | undefined)[]): number {
  let bytes = 0;
  const tooMany = messages.findIndex((item, index) => {
    bytes += itemBytes;
    // JSON may need two bytes for one: a quote, a line break.
    if (item) bytes += 2 * Buffer.byteLength(item.message) + 2 * Buffer.byteLength(JSON.stringify(item.metadata));
    return bytes > maxPageBytes && index > 0;
  });
  return tooMany === -1 ? messages.length : tooMany;
}
