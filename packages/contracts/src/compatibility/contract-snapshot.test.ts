import { expect, test } from 'vitest';
import { contractSnapshots } from './contract-snapshot.ts';
import { incompatibilities } from './incompatibilities.ts';
import { readSnapshots } from './snapshot-files.ts';

const kept = readSnapshots();
const current = contractSnapshots();

test('no contract changed in a way that an older peer could not live with', () => {
  const faults = [...kept].flatMap(([name, older]) =>
    incompatibilities(older, current.get(name)).map((fault) => `${name}: ${fault}`),
  );
  expect(faults, 'if nothing older runs anywhere any more: npm run schemas -- --incompatible').toEqual([]);
});

test('the snapshots in packages/contracts/schemas are those of the contracts', () => {
  const renew = 'a compatible change: run `npm run schemas` and commit what it writes';
  expect([...kept.keys()].sort(), renew).toEqual([...current.keys()].sort());
  for (const [name, snapshot] of current) expect(kept.get(name), `${name}: ${renew}`).toEqual(snapshot);
});
