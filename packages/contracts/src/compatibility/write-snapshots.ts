import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractSnapshots } from './contract-snapshot.ts';
import { incompatibilities } from './incompatibilities.ts';
import { readSnapshots, schemasFolder } from './snapshot-files.ts';

// `npm run schemas`: renews the snapshots of the contracts. What an older peer could not live with is written only
// with --incompatible, which says: nothing older runs anywhere any more.
mkdirSync(schemasFolder, { recursive: true });
const kept = readSnapshots();
const current = contractSnapshots();
const faults = [...kept].flatMap(([name, older]) =>
  incompatibilities(older, current.get(name)).map((fault) => `${name}: ${fault}`),
);
if (faults.length > 0 && !process.argv.includes('--incompatible')) {
  process.stderr.write(`An older peer could not live with this:\n${faults.join('\n')}\n`);
  process.exitCode = 1;
} else {
  for (const name of kept.keys()) rmSync(join(schemasFolder, `${name}.json`));
  for (const [name, snapshot] of current) {
    writeFileSync(join(schemasFolder, `${name}.json`), `${JSON.stringify(snapshot, null, 2)}\n`);
  }
}
