import { expect, test } from 'vitest';
import { createFrameJoiner, type Packet } from './join-frames.ts';

/** As told to a room: each packet has its own options, and all have the same frame. */
const told = (frame: readonly Buffer[]): Packet => ({ type: 'message', options: { wsPreEncodedFrame: frame } });
const frame = (text: string) => [Buffer.from(`[${text.length}]`), Buffer.from(text)];
const bytes = (packets: Packet[]) =>
  packets.map(({ options }) => Buffer.concat([...(options?.wsPreEncodedFrame ?? [])]).toString());

test('all frames of a socket become one, byte for byte and in their order', () => {
  const join = createFrameJoiner();
  expect(bytes(join([told(frame('one')), told(frame('two')), told(frame('three'))]))).toEqual(['[3]one[3]two[5]three']);
});

test('sockets that are written the same share the bytes, and no other socket gets them', () => {
  const join = createFrameJoiner();
  const [one, two, three] = [frame('one'), frame('two'), frame('three')];
  const written = [[one, two], [one, two], [one], [one, three], [two, one], [one, two, three], [one, two]].map(
    (frames) => join(frames.map(told)),
  );
  expect(written.map(bytes)).toEqual(
    [
      '[3]one[3]two',
      '[3]one[3]two',
      '[3]one',
      '[3]one[5]three',
      '[3]two[3]one',
      '[3]one[3]two[5]three',
      '[3]one[3]two',
    ].map((text) => [text]),
  );
  expect(written[1]).toEqual(written[0]);
  expect(written[1]?.[0]).toBe(written[0]?.[0]);
});

test('with a packet among them that has no frame yet, all stay as they are', () => {
  const packets = [told(frame('one')), { type: 'ping' }, told(frame('two'))];
  expect(createFrameJoiner()(packets)).toEqual(packets);
});
