import { fail } from '@livechat/contracts/errors';
import { addressKey } from '@livechat/edge/address-key';
import type { RequestHandler } from 'express';
import { sendFailure } from './error-response.ts';

/** A thousand of the longest bodies, of all callers together; one address may hold a sixteenth of them. */
const mostHeld = { bytes: 64 * 1024 * 1024, ofOneAddress: 4 * 1024 * 1024 };

/**
 * Bounds the memory of bodies that began and did not end: a body of the sign-in needs no token, and may take 15 s. Stands
 * right before whatever reads the body, which must start to read at once.
 */
export function limitHeldBodies(most = mostHeld): RequestHandler {
  let held = 0;
  const heldBy = new Map<string, number>();
  return (request, response, next) => {
    const address = addressKey(request.ip);
    let mine = 0;
    const hold = (bytes: number) => {
      mine += bytes;
      held += bytes;
      const ofAddress = (heldBy.get(address) ?? 0) + bytes;
      if (ofAddress > 0) heldBy.set(address, ofAddress);
      else heldBy.delete(address);
      return held <= most.bytes && ofAddress <= most.ofOneAddress;
    };
    const release = () => hold(-mine);
    request.on('data', (chunk: Buffer) => {
      if (hold(chunk.length) || response.headersSent) return;
      // What still comes of it is not read, so the connection is of no more use.
      response.set('Connection', 'close');
      response.once('finish', () => request.destroy());
      sendFailure(response, fail('UNAVAILABLE', 'Too many unfinished bodies', { retryAfterMs: 1_000 }));
    });
    request.once('end', release);
    request.once('close', release);
    next();
  };
}
