import { addressKey } from '@livechat/edge/address-key';

/** A thousand of the longest bodies, of all callers together; one address may hold a sixteenth of them. */
const mostHeld = { bytes: 64 * 1024 * 1024, ofOneAddress: 4 * 1024 * 1024 };

export interface HeldBodies {
  enter(address: () => string | undefined): HeldBody;
}

export interface HeldBody {
  /** Whether there is room for so many bytes more. */
  hold(bytes: number): boolean;
  /** Gives back all of it. */
  leave(): void;
}

/** Bounds the memory of bodies that began and did not end: a body of the sign-in needs no token, and may take 15 s. */
export function holdBodies(most = mostHeld): HeldBodies {
  let held = 0;
  const heldBy = new Map<string, number>();
  return {
    enter(address) {
      let mine = 0;
      const add = (bytes: number): number => {
        const key = addressKey(address());
        mine += bytes;
        held += bytes;
        const ofAddress = (heldBy.get(key) ?? 0) + bytes;
        if (ofAddress > 0) heldBy.set(key, ofAddress);
        else heldBy.delete(key);
        return ofAddress;
      };
      return {
        hold: (bytes) => {
          const ofAddress = add(bytes);
          return held <= most.bytes && ofAddress <= most.ofOneAddress;
        },
        leave() {
          if (mine > 0) add(-mine);
        },
      };
    },
  };
}
