import { repeatedKey } from '@livechat/edge/repeated-key';
import { Decoder, Encoder } from 'socket.io-parser';

/** Ends the connection over a key that is given twice, as Socket.IO's own does over what is no JSON. */
class StrictDecoder extends Decoder {
  override add(frame: unknown): void {
    if (typeof frame === 'string' && repeatedKey(frame) !== undefined) throw new Error('a key is given twice');
    super.add(frame);
  }
}

/** Frames as Socket.IO writes and reads them, but that a key twice in one object is no frame. */
export const strictParser = { Encoder, Decoder: StrictDecoder };
