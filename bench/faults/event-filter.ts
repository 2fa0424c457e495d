import type { Filter } from './tcp-proxy.ts';

const lineEnd = Buffer.from('\r\n');

/**
 * Leaves messages out of what a NATS server says to a client: every message of a subject for which `drops` is true.
 * The protocol's frames are lines, and MSG and HMSG carry a payload of the length that their last word tells
 * (docs.nats.io/reference/reference-protocols/nats-protocol).
 */
export function createEventFilter(drops: (subject: string) => boolean): Filter {
  let rest: Buffer = Buffer.alloc(0);
  const answered = (data: Buffer): Buffer => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const passed: Buffer[] = [];
    let from = 0;
    for (;;) {
      const end = rest.indexOf(lineEnd, from);
      if (end < 0) break;
      const [verb, subject = '', ...words] = rest.subarray(from, end).toString('latin1').split(' ');
      const carries = verb === 'MSG' || verb === 'HMSG';
      const next = end + lineEnd.length + (carries ? Number(words.at(-1)) + lineEnd.length : 0);
      if (next > rest.length) break;
      if (!carries || !drops(subject)) passed.push(rest.subarray(from, next));
      from = next;
    }
    rest = rest.subarray(from);
    return Buffer.concat(passed);
  };
  return { answered };
}
