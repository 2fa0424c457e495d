import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVersion } from './read-version.ts';
import { type Release, releasesFolder } from './release-files.ts';

// `npm run release:contracts -- 0.2.0`: keeps what the working tree says to the outside as that release, which gets a tag
// of this name. A commit behind it is kept instead, and named, for a version that has no tag.
const [version, commit] = process.argv.slice(2);
if (version === undefined || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
  process.stderr.write('npm run release:contracts -- <version> [commit], the version as in 0.2.0\n');
  process.exit(2);
}
const { contracts, permissions, migrations } = readVersion(commit ?? 'working-tree');
const named = commit && execFileSync('git', ['rev-parse', `${commit}^{commit}`], { encoding: 'utf8' }).trim();
const release: Release = { version, ...(named && { commit: named }), migrations, permissions, contracts };
writeFileSync(join(releasesFolder, `${version}.json`), `${JSON.stringify(release, null, 2)}\n`);
