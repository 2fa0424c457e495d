import type { EventFault, NetworkStep, RequestFault } from '../schedule.ts';

type Of<Network extends NetworkStep['network']> = Extract<NetworkStep, { network: Network }>;
type Armable = Of<'events'> | Of<'requests'> | Of<'sockets'>;

export type RequestKind = 'send' | 'read' | 'other';

/** What is to happen to the next events, requests and sockets. Counted, never timed: one seed is one story. */
export interface ArmedFaults {
  arm(step: Armable): void;
  /** The fault of the event that comes now, and whether it is the last of its step. */
  ofEvent(): { fault: EventFault; isLast: boolean } | undefined;
  ofRequest(kind: RequestKind): RequestFault | undefined;
  refusesSocket(): boolean;
  /** Whether every fault of events, or every other one, has met what it is for. */
  areSpent(of: 'requests' | 'events'): boolean;
  disarm(): void;
}

export function createArmedFaults(): ArmedFaults {
  let armed: { step: Armable; skip: number; left: number }[] = [];

  const take = <Taken extends Armable>(fits: (step: Armable) => step is Taken) => {
    for (const one of armed) {
      const { step } = one;
      if (!fits(step)) continue;
      if (one.skip > 0) {
        one.skip -= 1;
        continue;
      }
      one.left -= 1;
      if (one.left === 0) armed = armed.filter((other) => other !== one);
      return { step, isLast: one.left === 0 };
    }
    return undefined;
  };

  return {
    arm: (step) => void armed.push({ step, skip: ('skip' in step && step.skip) || 0, left: step.count }),
    ofEvent() {
      const taken = take((step) => step.network === 'events');
      return taken && { fault: taken.step.fault, isLast: taken.isLast };
    },
    ofRequest(kind) {
      const fits = (step: Armable): step is Of<'requests'> =>
        step.network === 'requests' && (step.of === 'any' || step.of === kind);
      return take(fits)?.step.fault;
    },
    refusesSocket: () => take((step) => step.network === 'sockets') !== undefined,
    areSpent: (of) => armed.every(({ step }) => (step.network === 'events') !== (of === 'events')),
    disarm() {
      armed = [];
    },
  };
}
