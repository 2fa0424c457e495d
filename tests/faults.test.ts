import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cuts,
  deletedStream,
  droppedEvents,
  type Fault,
  flushedRedis,
  kills,
  nothing,
  swallows,
} from '../bench/faults/faults.ts';
import { runFault } from '../bench/faults/run-faults.ts';
import { startWorld, type World } from '../bench/faults/world.ts';
import { seeded } from './setup/seeded.ts';

// A short run of `npm run bench:faults`, which goes through every fault: a system of its own, whose parts are killed,
// stopped and cut off while customers and staff write.

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close());

const random = seeded(20_261_123);
const chosen: Fault[] = [
  nothing,
  kills('chat', 2),
  swallows('nats', 2_000),
  droppedEvents,
  deletedStream,
  flushedRedis,
  cuts('clients', 3),
];

let changed = 0;
for (const fault of chosen) {
  test(`${fault.name}, under load: nothing lost, doubled, missing on a screen, miscounted or seen by the wrong person`, async () => {
    const { problems, acknowledged, changes } = await runFault(world, fault, random);
    changed += changes;
    expect(problems).toEqual([]);
    expect(acknowledged).toBeGreaterThan(20);
  }, 150_000);
}

test('conversations were closed, assigned and sorted all the while', () => expect(changed).toBeGreaterThan(10));
