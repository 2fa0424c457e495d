import { join } from 'node:path';
import { buildApp } from './build-app.ts';

/** Builds the apps that are named and nothing else, for images: `node packages/stack/src/build-apps.ts console`. */
const repositoryRoot = join(import.meta.dirname, '../../..');
for (const name of process.argv.slice(2)) {
  await buildApp(repositoryRoot, name, (line) => {
    console.error(line);
    // An earlier build may be there, and is not what was asked for.
    process.exitCode = 1;
  });
}
