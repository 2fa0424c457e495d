/** As much of Engine.IO's as is looked at. What is told to a room carries its WebSocket frame, made once for all. */
export interface Packet {
  type: string;
  options?: { wsPreEncodedFrame?: readonly Buffer[] };
}

/**
 * Makes one frame's bytes of many frames. Sockets of a room are mostly written the same, one after the other, so that the
 * bytes are put together once and shared: a gathered write of a hundred pieces for each socket is dearer than one of a single
 * piece.
 */
export function createFrameJoiner(): (packets: readonly Packet[]) => Packet[] {
  let before: readonly (readonly Buffer[])[] = [];
  let joined: Packet = { type: 'message' };
  return (packets) => {
    const frames = packets.flatMap(({ options }) => (options?.wsPreEncodedFrame ? [options.wsPreEncodedFrame] : []));
    // What is for one socket alone has no frame yet, and keeps its place among the others.
    if (frames.length < packets.length) return [...packets];
    const isAsBefore = frames.length === before.length && frames.every((frame, index) => frame === before[index]);
    if (!isAsBefore) {
      before = frames;
      joined = { type: 'message', options: { wsPreEncodedFrame: [Buffer.concat(frames.flat())] } };
    }
    return [joined];
  };
}
