import { seeded } from '../tests/setup/seeded.ts';
import type { EventFault, RequestFault, Schedule, Step } from './schedule.ts';

const eventFaults: readonly EventFault[] = ['drop', 'double', 'reorder', 'delay', 'cut'];
/** `hang` is left to a vector of its own: the client's time limit is longer than all the rest. */
const requestFaults: readonly RequestFault[] = ['lost', 'answer-lost', 'unavailable', 'limited', 'delay', 'double'];
/** A process is slow to start, and a silent connection is only given up after a while: each in one schedule of so many. */
const killEvery = 10;
const halfOpenEvery = 12;
const tokenEndEvery = 8;

/** The schedule of a seed: the same for ever, and in any order of seeds. */
export function generateSchedule(seed: number): Schedule {
  const random = seeded(seed);
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const maybe = (share: number, ...steps: Step[]) => (random() < share ? steps : []);

  const send = (most = 2): Step => ({ client: 'send', count: upTo(most) });
  const write = (most = 2): Step => ({ staff: 'write', count: upTo(most) });
  const settle: Step = { client: 'settle' };
  const spent: Step = { network: 'spent', of: 'requests' };
  const both = () => (random() < 0.5 ? [send(), write()] : [write(), send()]);

  const moves: (() => Step[])[] = [
    () => [send()],
    () => [write()],
    () => both(),
    () => [{ network: 'cut' }, ...maybe(0.6, write()), ...maybe(0.6, send())],
    () => [{ network: 'away' }, ...both(), { network: 'back' }, ...maybe(0.5, { client: 'hint' })],
    () => [
      { network: 'sockets', fault: 'refuse', count: upTo(2) },
      { network: 'cut' },
      ...both(),
      ...maybe(0.6, spent),
    ],
    () => [eventStep(), write(), ...maybe(0.5, send())],
    () => [eventStep(), ...both(), ...maybe(0.3, { network: 'cut' })],
    () => [requestStep('send'), send(), ...maybe(0.5, write()), ...maybe(0.6, spent)],
    () => [requestStep('send'), requestStep('send'), ...both(), ...maybe(0.6, spent)],
    () => [requestStep(pick(['read', 'any'])), ...maybe(0.5, { network: 'cut' }), ...both(), ...maybe(0.5, spent)],
  ];
  const skipped = () => (random() < 0.4 ? { skip: upTo(2) } : {});
  const eventStep = (): Step => ({ network: 'events', fault: pick(eventFaults), ...skipped(), count: upTo(3) });
  const requestStep = (of: 'send' | 'read' | 'any'): Step => ({
    network: 'requests',
    fault: pick(requestFaults),
    of,
    ...skipped(),
    count: upTo(2),
  });

  const acts = Array.from({ length: 1 + upTo(3) }, () => pick(moves)());
  const insert = (...steps: Step[]) => void acts.splice(Math.floor(random() * (acts.length + 1)), 0, steps);
  if (seed % killEvery === 0) insert(send(), { client: 'kill' }, ...maybe(0.5, send()));
  if (seed % halfOpenEvery === 6) insert({ network: 'half-open' }, ...both(), ...maybe(0.5, { client: 'hint' }));
  if (seed % tokenEndEvery === 3) insert({ network: 'token-ends', warned: random() < 0.5 }, ...both());
  return { name: `seed ${seed}`, steps: [...maybe(0.8, settle), ...acts.flat()] };
}
