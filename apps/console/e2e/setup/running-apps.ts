import { resolve } from 'node:path';
import { buildApp } from '@livechat/stack/build-app';
import { freePort } from '@livechat/stack/process/free-ports';
import type { TestProject } from 'vitest/node';
import { startTestSystem } from '../../../../tests/setup/running-system.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests let pages answer that may show the customers' app in a frame: under the gateway's name, and another. */
    embedPort: number;
    /** Where tests let the files of the native shell answer: an origin that may call, as a shell's own. */
    shellPort: number;
  }
}

const repositoryRoot = resolve(import.meta.dirname, '../../../..');

/** The apps as they are delivered, served by the gateways of a system with two of each service. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const failures: string[] = [];
  const notice = (line: string) => void failures.push(line);
  const CONSOLE_DIR = await buildApp(repositoryRoot, 'console', notice);
  const MOBILE_DIR = await buildApp(repositoryRoot, 'mobile', notice);
  if (!CONSOLE_DIR || !MOBILE_DIR || failures.length > 0) throw new Error(failures.join('\n'));
  const port = await freePort();
  const EMBED_ORIGINS = `http://localhost:${port},http://127.0.0.1:${port}`;
  project.provide('embedPort', port);
  const shellPort = await freePort();
  project.provide('shellPort', shellPort);
  const CORS_ORIGINS = `http://127.0.0.1:${shellPort}`;
  return startTestSystem(project, { CONSOLE_DIR, MOBILE_DIR, EMBED_ORIGINS, CORS_ORIGINS });
}
